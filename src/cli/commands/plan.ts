import { Command } from 'commander'
import type { PlannedUnit } from '../../pull/units/plan-units.js'
import { periodName } from '../../pull/units/unit.js'
import { planned, type PlanningOptions, sayAllTrunks, withPlanning } from '../planning.js'
import { formatTable, printJson } from '../print.js'

interface PlanCommandOptions extends PlanningOptions {
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

/** Warnings go to stderr, since stdout may be a pipe. */
const warn = (units: readonly PlannedUnit[]): void => {
  const counts = new Map<string, number>()
  for (const { warning } of units) if (warning) counts.set(warning, (counts.get(warning) ?? 0) + 1)
  for (const [warning, count] of counts) {
    process.stderr.write(`warning: ${count} of ${units.length} units: ${warning.replaceAll('_', ' ')}\n`)
  }
}

export const planCommand = (): Command =>
  withPlanning(new Command('plan'))
    .description('list the units of a selection, soonest-expiring first')
    .option('--api-version <version>', 'version for accounts without one (default: DIDWW_API_VERSION)')
    .option('--json', 'print JSON, each unit as `pull --unit -` takes it')
    .addHelpText('after', '\nExample:\n  didww-exports plan --type cdr_in cdr_out --period 2026-08..2026-10 --json')
    .action(async (options: PlanCommandOptions) => {
      const units = await planned(options)
      if (options.json) printJson(units)
      else process.stdout.write(`${formatTable(HEADINGS, units.map(rowOf))}\n`)
      sayAllTrunks(units)
      warn(units)
    })
