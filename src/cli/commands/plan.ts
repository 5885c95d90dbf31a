import { Command, Option } from 'commander'
import type { ApiVersion } from '../../client/types.js'
import { readAccounts } from '../../pull/accounts.js'
import { planUnits, type PlannedUnit } from '../../pull/plan-units.js'
import { periodName } from '../../pull/unit.js'
import { versionOf } from '../connection.js'
import { formatTable, printJson } from '../print.js'

interface PlanCommandOptions {
  readonly type: readonly string[]
  readonly period: readonly string[]
  readonly did?: readonly string[]
  readonly trunk?: readonly string[]
  readonly split?: 'month' | 'day'
  readonly accounts?: string
  readonly apiVersion?: string
  readonly json?: boolean
}

const HEADINGS = ['account', 'type', 'period', 'filter', 'closes', 'warning']

const rowOf = (unit: PlannedUnit): unknown[] => [
  unit.account,
  unit.export_type,
  periodName(unit),
  Object.entries(unit.filter)
    .map(([name, value]) => `${name} ${value}`)
    .join(' ') || null,
  unit.closes_at.slice(0, 10),
  unit.warning?.replaceAll('_', ' '),
]

/** What cannot be seen in a pipe is said beside it. */
const warn = (units: readonly PlannedUnit[]): void => {
  const counts = new Map<string, number>()
  for (const { warning } of units) if (warning) counts.set(warning, (counts.get(warning) ?? 0) + 1)
  for (const [warning, count] of counts) {
    process.stderr.write(`warning: ${count} of ${units.length} units: ${warning.replaceAll('_', ' ')}\n`)
  }
}

const accountsFor = async (path: string | undefined, apiVersion: ApiVersion) =>
  path === undefined
    ? [{ name: 'default', apiVersion }]
    : (await readAccounts(path)).list.map(({ name, apiVersion: own = apiVersion }) => ({ name, apiVersion: own }))

export const planCommand = (): Command =>
  new Command('plan')
    .description('list the units that make up what is asked for, those that leave the window first in front')
    .requiredOption('--type <types...>', 'kinds of export, such as cdr_in')
    .requiredOption('--period <periods...>', 'months 2026-10, days 2026-10-05, or FROM..TO, in UTC')
    .option('--did <numbers...>', 'one unit for each of these DIDs')
    .option('--trunk <ids...>', 'one unit for each of these voice out trunks')
    .addOption(new Option('--split <by>', 'cut periods into months or days').choices(['month', 'day']))
    .option('--accounts <file>', 'JSON file of accounts with the names of the variables that hold their keys')
    .option('--api-version <version>', 'version of accounts that say none (default: DIDWW_API_VERSION)')
    .option('--json', 'print JSON, each unit as `pull --unit -` takes it')
    .addHelpText('after', '\nExample:\n  didww-exports plan --type cdr_in cdr_out --period 2026-08..2026-10 --json')
    .action(async (options: PlanCommandOptions) => {
      const accounts = await accountsFor(options.accounts, versionOf(options.apiVersion))
      const { type: exportTypes, period: periods, did: dids, trunk: trunks, split } = options
      const units = planUnits({ accounts, exportTypes, periods, dids, trunks, split })
      if (options.json) printJson(units)
      else process.stdout.write(`${formatTable(HEADINGS, units.map(rowOf))}\n`)
      warn(units)
    })
