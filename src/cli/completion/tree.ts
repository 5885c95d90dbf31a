import type { Argument, Command, Option } from 'commander'
import { apiVersions } from '../../../generated/versions.js'
import { periodNames } from '../../periods/named-period.js'
import { types } from '../selection.js'

/** What can be completed in place of a value. */
export type Values =
  { readonly kind: 'words'; readonly words: readonly string[] } | { readonly kind: 'file' | 'directory' | 'unknown' }

/** An option, as a shell completes it. */
export interface OptionChoice {
  readonly flags: readonly string[]
  readonly description: string
  /** Undefined for an option without a value. */
  readonly values: Values | undefined
  /** Whether more values may follow the first. */
  readonly isVariadic: boolean
}

/** A command, as a shell completes it. */
export interface Node {
  /** The words that lead to it, without the name of the program. */
  readonly path: readonly string[]
  readonly commands: readonly { readonly name: string; readonly description: string }[]
  readonly options: readonly OptionChoice[]
  /** Undefined when it takes no arguments. */
  readonly argument: Values | undefined
}

/** Values that the commands check themselves. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '--type': [...types],
  '--period': periodNames,
  '--api-version': apiVersions,
}

const wordsOr = (words: readonly string[] | undefined, placeholder: string): Values => {
  if (words) return { kind: 'words', words }
  if (/^(?:file|path)\b/.test(placeholder)) return { kind: 'file' }
  return { kind: placeholder === 'dir' ? 'directory' : 'unknown' }
}

const optionOf = ({
  flags,
  long,
  short,
  description,
  required,
  optional,
  argChoices,
  variadic,
}: Option): OptionChoice => ({
  flags: [short, long].filter((flag) => flag !== undefined),
  description,
  values:
    required || optional
      ? wordsOr(argChoices ?? KNOWN[long ?? ''], /[<[]([^\].>]+)/.exec(flags)?.[1] ?? '')
      : undefined,
  isVariadic: variadic,
})

const argumentOf = (argument: Argument | undefined): Values | undefined =>
  argument && wordsOr(argument.argChoices, argument.name())

/** A command and all below it, as its help shows them. */
export const treeOf = (command: Command, path: readonly string[] = []): Node[] => {
  const help = command.createHelp()
  const commands = help.visibleCommands(command)
  const node = {
    path,
    commands: commands.map((one) => ({ name: one.name(), description: one.description() })),
    options: help.visibleOptions(command).map(optionOf),
    argument: argumentOf(command.registeredArguments[0]),
  }
  return [node, ...commands.flatMap((one) => treeOf(one, [...path, one.name()]))]
}
