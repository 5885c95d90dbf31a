import { type Command, Option } from 'commander'
import { apiVersions, defaultVersion } from '../../generated/versions.js'
import { readAccounts } from '../accounts/accounts.js'
import { filterNames } from '../api/export-types.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { printable } from '../errors/printable.js'
import { recentPeriods } from '../periods/recent-periods.js'
import { timeZoneOf } from '../periods/time-zone.js'
import { type PlannedUnit, planUnits } from '../pull/units/plan-units.js'
import type { Unit } from '../pull/units/unit.js'
import { givenVersion, whole } from './connection.js'
import { note } from './notes.js'
import { PERIOD_HELP, readPeriod } from './selection.js'
import { PERIOD_ZONE, zoneNameOf } from './time-zone.js'

/** The options that select units. */
export interface PlanningOptions {
  readonly type: readonly string[]
  readonly period?: readonly string[]
  readonly lookBack?: number
  readonly did?: readonly string[]
  readonly trunk?: readonly string[]
  readonly split?: 'month' | 'day'
  readonly accounts?: string
  readonly apiVersion?: string
  readonly timeZone?: string
}

export const ACCOUNTS = [
  '--accounts <file>',
  'JSON file of accounts, with the names of the variables of their keys',
] as const

export const splitOption = (): Option =>
  new Option('--split <by>', 'split periods into months or days').choices(['month', 'day'])

export const withPlanning = (command: Command): Command =>
  command
    .requiredOption('--type <types...>', 'export types, such as cdr_in')
    .option('--period <periods...>', PERIOD_HELP)
    .option(...PERIOD_ZONE)
    .option('--look-back <days>', 'instead of a period: so many past days', whole('--look-back', 100, 1))
    .option('--did <numbers...>', 'one unit for each of these DIDs')
    .option('--trunk <ids...>', 'one unit for each of these voice out trunks')
    .addOption(splitOption())
    .option(...ACCOUNTS)

/** Says beforehand which types are asked for all trunks at once: that may be more than was meant. */
export const sayAllTrunks = (units: readonly Pick<Unit, 'export_type' | 'filter'>[]): void => {
  const types = units.filter((unit) => hasTrunkFilter(unit) && unit.filter.trunk === undefined)
  for (const type of new Set(types.map((unit) => unit.export_type))) {
    note(`note: ${printable(type, 40)} without --trunk asks for all trunks at once`)
  }
}

const hasTrunkFilter = ({ export_type: type }: Pick<Unit, 'export_type'>): boolean =>
  apiVersions.some((version) => filterNames(version, type)?.trunk !== undefined)

/** The selected units, soonest-expiring first. */
export const planned = async (options: PlanningOptions): Promise<PlannedUnit[]> => {
  const { type: exportTypes, period, did: dids, trunk: trunks, split } = options
  const version = givenVersion(options.apiVersion)
  const timeZone = zoneNameOf(options.timeZone)
  const named = options.accounts === undefined ? [{ name: 'default' }] : (await readAccounts(options.accounts)).list
  const accounts = named.map((account) => ({ apiVersion: version, timeZone, ...account }))
  if ((period === undefined) === (options.lookBack === undefined)) {
    throw new ConfigurationError('invalid_option', 'Either --period or --look-back is needed')
  }
  if (period) {
    tellPeriods(period, accounts)
    return planUnits({ accounts, exportTypes, periods: period, dids, trunks, split })
  }
  const { lookBack: days = 0 } = options
  const now = Date.now()
  const units = accounts.flatMap((account) =>
    exportTypes.flatMap((exportType) => {
      const { apiVersion = defaultVersion, timeZone: zone } = account
      const periods = recentPeriods(days, { apiVersion, exportType, now, timeZone: zone })
      return planUnits({ accounts: [account], exportTypes: [exportType], periods, dids, trunks })
    }),
  )
  return units.sort((one, other) => (one.closes_at < other.closes_at ? -1 : 1))
}

/** Says what the names in periods are, in the zone of each account. */
export const tellPeriods = (
  periods: readonly string[],
  accounts: readonly { readonly timeZone?: string | undefined }[],
): void => {
  const zones = new Map(accounts.map(({ timeZone }) => timeZoneOf(timeZone)).map((zone) => [zone?.id, zone]))
  for (const zone of zones.values()) for (const period of periods) readPeriod(period, zone)
}
