import { Command, InvalidArgumentError, type Option } from 'commander'
import { createRequire } from 'node:module'
import { printable } from '../errors/printable.js'
import { callbacksCommand } from './commands/callbacks.js'
import { completionCommand } from './commands/completion.js'
import { diffCommand } from './commands/diff.js'
import { doctorCommand } from './commands/doctor.js'
import { enqueueCommand } from './commands/enqueue.js'
import {
  createCommand,
  downloadCommand,
  getCommand,
  listCommand,
  updateCommand,
  waitCommand,
} from './commands/exports.js'
import { planCommand } from './commands/plan.js'
import { pullCommand } from './commands/pull.js'
import { recordsCommand } from './commands/records.js'
import { repairCommand } from './commands/repair.js'
import { reportCommand } from './commands/report.js'
import { sandboxCommand } from './commands/sandbox.js'
import { sqlCommand } from './commands/sql.js'
import { summaryCommand } from './commands/summary.js'
import { verifyCommand } from './commands/verify.js'
import { workerCommand } from './commands/worker.js'

import { startCommand, startNotes } from './notes.js'

const { version } = createRequire(import.meta.url)('didww-exports/package.json') as { version: string }

const COMMANDS = [
  pullCommand,
  planCommand,
  enqueueCommand,
  workerCommand,
  createCommand,
  getCommand,
  listCommand,
  waitCommand,
  updateCommand,
  downloadCommand,
  recordsCommand,
  summaryCommand,
  reportCommand,
  sqlCommand,
  diffCommand,
  verifyCommand,
  repairCommand,
  callbacksCommand,
  sandboxCommand,
  doctorCommand,
  completionCommand,
]

const EXIT_CODES = `
Exit codes: 0 done, 1 a bug, 2 usage, 3 key refused, 4 try again later,
5 refused by the API, 6 damaged data, 7 disk, 130 interrupted.

The key comes from DIDWW_API_KEY, or from a file with --key-file (- is stdin);
never from an argument.`

/** The command line. `signal` ends whatever runs. */
export const createProgram = (signal: AbortSignal): Command => {
  const program = new Command('didww-exports')
    .description("Call detail records from DIDWW's API 3")
    .version(version)
    .addHelpText('after', EXIT_CODES)
  const commands = COMMANDS.map((command) => command(signal))
  for (const command of commands) program.addCommand(command)
  configure(program)
  return program
}

/** Subcommands do not inherit these settings. */
const configure = (command: Command): void => {
  command.exitOverride().configureOutput({ outputError })
  const required = command.options.filter(({ mandatory }) => mandatory)
  // Commander would tell what is missing before it tells of a typo, which may be why it is missing.
  for (const option of required) option.mandatory = false
  if (command.commands.length === 0) command.option('-q, --quiet', 'no progress and no notes, only errors and data')
  const sayWrongValue = laterValues(command)
  command.hook('preAction', (_, running) => {
    if (running !== command) return
    sayWrongValue()
    const missing = required.find((one) => isMissing(command, one))
    if (missing) command.error(`error: required option '${missing.flags}' not specified`)
    startCommand(command.name())
    startNotes(command.getOptionValue('quiet') === true)
  })
  for (const one of command.commands) configure(one)
}

/** A wrong value, too, is told after a typo. Gives what tells the first one. */
const laterValues = (command: Command): (() => void) => {
  let tell: (() => void) | undefined
  for (const option of command.options) {
    const parse = option.parseArg?.bind(option)
    if (!parse) continue
    option.parseArg = (value, previous) => {
      try {
        return parse(value, previous)
      } catch (error) {
        tell ??= () => {
          if (!(error instanceof InvalidArgumentError)) throw error
          command.error(`error: option '${option.flags}' argument '${value}' is invalid. ${error.message}`)
        }
        return previous
      }
    }
  }
  return () => tell?.()
}

const isMissing = (command: Command, option: Option): boolean =>
  command.getOptionValue(option.attributeName()) === undefined

/** Where secrets are taken from, by the options that people expect for them. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/^--(?:api-?)?(?:key|token)$/i, 'Set DIDWW_API_KEY, or name a file with --key-file (- is stdin).'],
  [/^--(?:callback-?)?secret$/i, 'Set DIDWW_CALLBACK_SECRET, or name a file with --secret-file (- is stdin).'],
]

/** Commander's messages as one line, without the value of an unknown option, which may be a key. */
const outputError = (text: string, write: (text: string) => void): void => {
  const [, option = ''] = /unknown option '([^'=]*)/.exec(text) ?? []
  const [, instead] = SECRETS.find(([names]) => names.test(option)) ?? []
  const shown = text.trim().replace(/(unknown option '[^=']*)=[^]*'/, "$1'")
  const told =
    instead === undefined
      ? shown
      : `error: ${option} is not an option: all users of a machine see arguments. ${instead}`
  write(`${printable(told, 500)}\n`)
}
