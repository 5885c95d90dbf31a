import { shellQuoted } from '../../errors/for-shell.js'
import type { Node, Values } from './tree.js'

/** What an arm of `case` does for these values. */
const arm = (values: Values | undefined): string => {
  if (values === undefined) return 'kind=none'
  return values.kind === 'words' ? `kind=words words=${shellQuoted(values.words.join(' '))}` : `kind=${values.kind}`
}

/** The arms of a `case`, the patterns that do the same together. */
const cases = (entries: readonly (readonly [pattern: string, action: string])[]): string => {
  const arms = new Map<string, string[]>()
  for (const [pattern, action] of entries) arms.set(action, [...(arms.get(action) ?? []), shellQuoted(pattern)])
  return [...arms].map(([action, patterns]) => `    ${patterns.join(' | ')}) ${action} ;;`).join('\n')
}

/** A script for bash 3.2 and later. It needs no other package. */
export const bashScript = (name: string, tree: readonly Node[]): string => {
  const at = ({ path }: Node): string => path.join(' ')
  const options = tree.flatMap((node) =>
    node.options.flatMap(({ flags, values, isVariadic }) =>
      flags.flatMap((flag) =>
        values ? [[`${at(node)} ${flag}`, `${arm(values)}${isVariadic ? ' many=yes' : ''}`] as const] : [],
      ),
    ),
  )
  const paths = tree.filter(({ path }) => path.length > 0).map((node) => [at(node), 'path=$try'] as const)
  const flags = tree.map(
    (node) => [at(node), `flags=${shellQuoted(node.options.flatMap((one) => one.flags).join(' '))}`] as const,
  )
  const rest = tree.map(
    (node) =>
      [
        at(node),
        node.commands.length > 0
          ? arm({ kind: 'words', words: node.commands.map((one) => one.name) })
          : arm(node.argument),
      ] as const,
  )
  const id = `_${name.replaceAll(/\W/g, '_')}`
  return `# Completion of ${name} for bash, written by: ${name} completion bash
${id}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path= try= flags= kind= words= many= at
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at += 1)); do
    try="\${path:+$path }\${COMP_WORDS[at]}"
    case "$try" in
${cases(paths)}
      *) break ;;
    esac
  done
  # The option before the cursor; bash makes three words of --option=value.
  at=$((COMP_CWORD - 1))
  if [[ $cur == '=' ]]; then cur=; elif [[ \${COMP_WORDS[at]} == '=' ]]; then at=$((at - 1)); fi
  local direct=$at
  while ((at > 0)) && [[ \${COMP_WORDS[at]} != -* ]]; do at=$((at - 1)); done
  case "$path \${COMP_WORDS[at]}" in
${cases(options)}
  esac
  if ((at != direct)) && [[ -z $many ]]; then kind=; fi
  if [[ $cur == -* ]]; then
    case "$path" in
${cases(flags)}
    esac
    kind=words words=$flags
  elif [[ -z $kind ]]; then
    case "$path" in
${cases(rest)}
    esac
  fi
  # Without an answer, readline completes files: see -o default.
  case $kind in
    words) COMPREPLY=($(compgen -W "$words" -- "$cur")) ; compopt +o default 2>/dev/null ;;
    directory) compopt +o default -o dirnames 2>/dev/null ;;
    file) ;;
    *) compopt +o default 2>/dev/null ;;
  esac
}
complete -o default -F ${id} ${name}
`
}
