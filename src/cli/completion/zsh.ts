import { shellQuoted } from '../../errors/for-shell.js'
import type { Node, OptionChoice, Values } from './tree.js'

const escaped = (text: string, characters: RegExp): string => text.replaceAll(characters, String.raw`\$&`)

const action = (values: Values): string => {
  if (values.kind === 'words') return `(${values.words.join(' ')})`
  return { file: '_files', directory: '_files -/', unknown: '' }[values.kind]
}

const optionSpec = ({ flags, description, values }: OptionChoice): string => {
  const told = `[${escaped(description, /[[\]\\]/g)}]`
  const name = (flag: string): string => (values && flag.startsWith('--') ? `${flag}=` : flag)
  const value = values ? `:value:${action(values)}` : ''
  // Options without a value may be given once; others may be repeated.
  const specs = flags.map((flag) => `${values ? '*' : `(${flags.join(' ')})`}${name(flag)}${told}${value}`)
  return specs.map(shellQuoted).join(' ')
}

/** Completes further values after an option that takes several, in the place of arguments. */
const furtherValues = (options: readonly OptionChoice[]): string | undefined => {
  const arms = options.flatMap(({ flags, values, isVariadic }) =>
    isVariadic && values?.kind === 'words'
      ? [`${flags.map((flag) => `${flag}(|=*)`).join('|')}) compadd -- ${values.words.join(' ')} ;;`]
      : [],
  )
  if (arms.length === 0) return undefined
  return `{ case \${\${(M)words[1,CURRENT-1]:#-*}[-1]} in ${arms.join(' ')} esac }`
}

const functionName = (name: string, path: readonly string[]): string =>
  ['', name, ...path].join('_').replaceAll(/[^\w]/g, '_')

const commandFunction = (name: string, { path, commands, options, argument }: Node): string => {
  const specs = options.map(optionSpec)
  if (commands.length === 0) {
    // Without an action zsh would show a message, and complete an option only at the second tab.
    const completed = argument ? action(argument) || '{ : }' : furtherValues(options)
    const rest = completed === undefined ? [] : [shellQuoted(`*:argument:${completed}`)]
    return `${functionName(name, path)}() {\n  _arguments -S \\\n    ${[...specs, ...rest].join(' \\\n    ')}\n}`
  }
  const described = commands.map((one) => shellQuoted(`${one.name}:${escaped(one.description, /[:\\]/g)}`))
  const arms = commands.map((one) => `        ${one.name}) ${functionName(name, [...path, one.name])} ;;`)
  return `${functionName(name, path)}() {
  local curcontext=$curcontext state line
  local -a commands=(
    ${described.join('\n    ')}
  )
  _arguments -C -S \\
    ${[...specs, `'1:command:->command'`, `'*::argument:->rest'`].join(' \\\n    ')}
  case $state in
    command) _describe command commands ;;
    rest)
      case $line[1] in
${arms.join('\n')}
      esac ;;
  esac
}`
}

/** A script for zsh. It can be in a folder of \`fpath\`, or be sourced after \`compinit\`. */
export const zshScript = (name: string, tree: readonly Node[]): string => `#compdef ${name}
# Completion of ${name} for zsh, written by: ${name} completion zsh
${tree.map((node) => commandFunction(name, node)).join('\n')}
if [[ $funcstack[1] == _${name} ]]; then ${functionName(name, [])} "$@"; else compdef ${functionName(name, [])} ${name}; fi
`
