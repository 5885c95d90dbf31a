import type { Node, OptionChoice, Values } from './tree.js'

const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`

/** How \`complete\` is told of values: \`-x\` takes these only, \`-r\` files as well. */
const valueOf = (values: Values | undefined): string => {
  if (values === undefined) return ''
  if (values.kind === 'words') return ` -x -a ${quoted(values.words.join(' '))}`
  return { file: ' -r -F', directory: ` -x -a '(__fish_complete_directories)'`, unknown: ' -x' }[values.kind]
}

/** What completes an argument; undefined when nothing does. */
const argumentOf = (values: Values | undefined): string | undefined => {
  if (values?.kind === 'words') return ` -a ${quoted(values.words.join(' '))}`
  if (values?.kind === 'file') return ' -F'
  return values?.kind === 'directory' ? ` -a '(__fish_complete_directories)'` : undefined
}

const flag = (text: string): string => (text.startsWith('--') ? `-l ${text.slice(2)}` : `-s ${text.slice(1)}`)

/** A script for fish 3. */
export const fishScript = (name: string, tree: readonly Node[]): string => {
  const id = `__${name.replaceAll(/\W/g, '_')}`
  const line = (test: string, rest: string): string => `complete -c ${name} -n ${quoted(test)}${rest}`
  const optionLines = (where: string, { flags, description, values, isVariadic }: OptionChoice): string[] => {
    const first = line(`${id}_in ${where}`, ` ${flags.map(flag).join(' ')} -d ${quoted(description)}${valueOf(values)}`)
    const more = values?.kind === 'words' && isVariadic
    const after = `${id}_in ${where}; and ${id}_after ${flags.join(' ')}`
    return more ? [first, line(after, ` -a ${quoted(values.words.join(' '))}`)] : [first]
  }
  const nodeLines = ({ path, commands, options, argument }: Node): string[] => {
    const where = path.join(' ')
    const rest = commands.length === 0 ? argumentOf(argument) : undefined
    return [
      ...options.flatMap((one) => optionLines(where, one)),
      ...commands.map((one) => line(`${id}_is ${where}`, ` -a ${one.name} -d ${quoted(one.description)}`)),
      ...(rest === undefined ? [] : [line(`${id}_in ${where}`, rest)]),
    ]
  }
  return `# Completion of ${name} for fish, written by: ${name} completion fish
# The command that the words before the cursor name.
function ${id}_path
  for word in (commandline -opc)[2..-1]
    string match -q -- '-*' $word; and break
    echo $word
  end
end
function ${id}_is
  set -l path (${id}_path)
  test "$path" = "$argv"
end
function ${id}_in
  set -l path (${id}_path)
  set -l length (count $argv)
  if test $length -eq 0
    test -z "$path"; return
  end
  set -l start $path[1..$length]
  test "$start" = "$argv"
end
# Whether the last option before the cursor is one of these.
function ${id}_after
  set -l given (string match -- '-*' (commandline -opc))
  set -q given[1]; and contains -- $given[-1] $argv
end
complete -c ${name} -f
${tree.flatMap(nodeLines).join('\n')}
`
}
