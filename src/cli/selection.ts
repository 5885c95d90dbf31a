import { type Command, Option } from 'commander'
import { facts } from '../../generated/facts.js'
import type { ApiVersion, CreateAttributes, ExportType } from '../api/types.js'
import { attributesFor, type Callback } from '../client/create-attributes.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { printable } from '../errors/printable.js'
import { note } from './notes.js'
import { periodNames, resolvePeriod } from '../periods/named-period.js'
import { parsePeriod, type Period } from '../periods/period.js'
import type { TimeZone } from '../periods/time-zone.js'
import { PERIOD_ZONE, zoneOf } from './time-zone.js'

/** The options that select what to export. */
export interface SelectionOptions {
  readonly type: string
  readonly period: string
  readonly did?: string
  readonly trunk?: string
  readonly timeZone?: string
}

/** The export types of all versions. */
export const types: ReadonlySet<string> = new Set(Object.values(facts).flatMap(({ filters }) => Object.keys(filters)))

/** For the help. */
export const PERIOD_HELP: string = `month 2026-10, day 2026-10-05, FROM..TO, or ${periodNames.join(', ')}`

/** Resolves the names in a period, such as `last-month`, and says what they are. */
export const readPeriod = (text: string, zone: TimeZone | undefined): string => {
  const period = resolvePeriod(text, Date.now(), zone)
  if (period !== text) note(`period ${printable(text, 60)} is ${period}${zone ? ` in ${zone.id}` : ''}`)
  return period
}

/** For the help; not every version has every type. */
export const TYPES_HELP: string = `export type: ${[...types].join(', ')}`

/** @param demo - Defaults of `--demo`, of a command that takes several types. */
export const withSelection = (
  command: Command,
  demo?: { readonly type: readonly string[]; readonly period: string },
): Command => {
  const required = (flags: string, what: string, shown: string | undefined): Option =>
    new Option(flags, shown === undefined ? what : `${what} (--demo: ${shown})`).makeOptionMandatory(
      shown === undefined,
    )
  return command
    .addOption(required(demo ? '--type <types...>' : '--type <type>', TYPES_HELP, demo?.type.join(' ')))
    .addOption(required('--period <period>', PERIOD_HELP, demo?.period))
    .option(...PERIOD_ZONE)
    .option('--did <number>', 'only calls to this DID')
    .option('--trunk <id>', 'only calls through this voice out trunk, or messages of this SMS trunk')
}

/** Checks that the version has the export type. */
export const exportTypeOf = (apiVersion: ApiVersion, text: string): ExportType<ApiVersion> => {
  const known = Object.keys(facts[apiVersion].filters) as ExportType<ApiVersion>[]
  const type = known.find((one) => one === text)
  if (type !== undefined) return type
  throw unknownType(text, `in ${apiVersion}`, known)
}

const unknownType = (text: string, where: string, known: readonly string[]): ConfigurationError =>
  new ConfigurationError('invalid_option', `--type ${printable(JSON.stringify(text), 60)} is not known ${where}`, {
    hint: `Known types: ${known.join(', ')}.`,
  })

/** The period that is selected, and the selection as `create()` takes it in a version. */
export const selected = (options: SelectionOptions): Selected => {
  if (!types.has(options.type)) throw unknownType(options.type, 'in any version', [...types])
  const zone = zoneOf(options.timeZone)
  const period = parsePeriod(readPeriod(options.period, zone), zone)
  const { did, trunk } = options
  return {
    period,
    attributesIn: (apiVersion, callback) =>
      attributesFor(apiVersion, exportTypeOf(apiVersion, options.type), { period, did, trunk }, callback),
  }
}

interface Selected {
  readonly period: Period
  readonly attributesIn: (
    apiVersion: ApiVersion,
    callback: Callback,
  ) => CreateAttributes<ApiVersion, ExportType<ApiVersion>>
}
