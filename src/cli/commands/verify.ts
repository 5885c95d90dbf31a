import { Command } from 'commander'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { forShell } from '../../errors/for-shell.js'
import { printable } from '../../errors/printable.js'
import { verifyDirectory } from '../../pull/directory/verify-directory.js'
import { verifyPostgres } from '../../pull/postgres/verify-postgres.js'
import { periodText, type Unit, unitName } from '../../pull/units/unit.js'
import { type Finding, isWrong } from '../../pull/units/verification.js'
import { DAMAGED } from '../exit-code.js'
import { note, setDoing } from '../notes.js'
import { type PostgresCommandOptions, withPool, withPostgres } from '../postgres.js'
import { printJson } from '../print.js'
import { formatCalls } from '../progress.js'

interface VerifyOptions extends PostgresCommandOptions {
  readonly json?: boolean
  readonly postgres?: boolean
}

/** The command that pulls a unit anew, into a directory or else the database. */
const commandOf = (unit: Unit, dir: string | undefined): string => {
  const { account, export_type, filter } = unit
  const text = periodText(unit)
  // A part of a month is no period of every version, but a unit all the same.
  if (dir !== undefined && text.includes('..')) {
    return `echo ${forShell(JSON.stringify(unit))} | didww-exports pull --unit - --out ${forShell(dir)} --verify`
  }
  const filters = Object.entries(filter).map(([name, value]) => `--${name} ${forShell(value)}`)
  const accounts = account === 'default' ? [] : ['--accounts FILE']
  const words = ['--type', export_type, '--period', text, ...filters, ...accounts]
  const command =
    dir === undefined ? ['enqueue', ...words, '--refresh'] : ['pull', ...words, '--out', forShell(dir), '--verify']
  return ['didww-exports', ...command].join(' ')
}

const print = (dir: string | undefined, { kind, path, note: what, unit }: Finding): void => {
  const where = path ?? (unit && unitName(unit)) ?? ''
  const next = unit && isWrong({ kind }) ? `; run: ${commandOf(unit, dir)}` : ''
  process.stdout.write(`${kind.replace('_', ' ')}: ${printable(`${where}: ${what}${next}`, 1000)}\n`)
}

export const verifyCommand = (signal: AbortSignal): Command =>
  withPostgres(new Command('verify'))
    .description('read again what is held, and say what is missing, changed, foreign, provisional or has a hole')
    .argument('[dir]', 'directory that pull has written to')
    .option('--postgres', 'instead of a directory: the tables of the database, against its ledger')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Every file is read to its end: its size, SHA-256, gzip trailer, rows and layout.
Nothing is changed and no request is sent. The exit code is 6 when something is
missing, changed, unreadable or foreign, or when a time between two files is
not held. What is provisional is only told.

Example:
  didww-exports verify cdrs
  didww-exports verify --postgres`,
    )
    .action(async (dir: string | undefined, { json, postgres, ...options }: VerifyOptions) => {
      if ((dir === undefined) === (postgres === undefined)) {
        throw new ConfigurationError('invalid_option', 'Either a directory or --postgres is needed')
      }
      const onFinding = json ? undefined : (finding: Finding): void => print(dir, finding)
      const onFile = ({ path }: { readonly path: string }): void => setDoing(`verifying ${path}`)
      const found =
        dir === undefined
          ? await withPool(options, (pool) => verifyPostgres({ pool, onFinding, signal }))
          : await verifyDirectory(dir, { onFinding, onFile, signal })
      if (json) printJson(found)
      const wrong = found.findings.filter(isWrong).length
      const what = dir === undefined ? 'units' : 'files'
      note(`${found.sound} ${what} are sound, with ${formatCalls(found.rows)}; ${wrong} findings to mend`)
      if (wrong > 0) process.exitCode = DAMAGED
    })
