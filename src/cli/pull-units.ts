import type { Accounts } from '../accounts/accounts.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { planCheckedUnits } from '../pull/units/plan-units.js'
import { type CheckedUnit, checkUnit } from '../pull/units/unit.js'
import { versionOf } from './connection.js'
import { readText } from './read-text.js'
import { exportTypeOf, type SelectionOptions } from './selection.js'

/** The options that select the units to pull. */
export interface UnitsOptions extends Partial<Omit<SelectionOptions, 'type'>> {
  readonly type?: readonly string[]
  readonly unit?: string
  readonly apiVersion?: string
  readonly keyFile?: string
  readonly split?: 'month' | 'day'
}

/** Units to pull, and the version for units without an account of a file. */
interface Chosen {
  readonly units: readonly CheckedUnit[]
  readonly apiVersion: string | undefined
}

/** A unit as `plan --json` prints it, or only its identity. */
const unitFrom = (path: string): { unit: CheckedUnit; apiVersion: string | undefined } => {
  const text = readText(path)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ConfigurationError('invalid_unit', '--unit is not JSON: give one unit of `plan --json`', { cause: error })
  }
  const unit = checkUnit(value)
  const { api_version } = value as { api_version?: unknown }
  return { unit, apiVersion: typeof api_version === 'string' ? api_version : undefined }
}

/** The units that the command line selects: one on stdin, or those of a selection. */
export const unitsFor = (options: UnitsOptions, accounts: Accounts | undefined): Chosen => {
  const { unit: path, type, period, did, trunk, keyFile } = options
  if (path !== undefined) {
    if (type !== undefined || period !== undefined || did !== undefined || trunk !== undefined) {
      throw new ConfigurationError('invalid_option', '--unit says all of what to pull: leave --type and --period out')
    }
    if (path === '-' && keyFile === '-') {
      throw new ConfigurationError('invalid_option', '--unit and --key-file cannot both be read from stdin')
    }
    const { unit, apiVersion } = unitFrom(path)
    return { units: [unit], apiVersion: options.apiVersion ?? apiVersion }
  }
  if (type === undefined || period === undefined) {
    throw new ConfigurationError('invalid_option', 'pull needs --type and --period, or --unit, or --demo')
  }
  const apiVersion = versionOf(options.apiVersion)
  const planned = planCheckedUnits({
    accounts: accounts?.list ?? ['default'],
    // Accounts have their own versions, which the plan uses.
    exportTypes: accounts ? type : type.map((one) => exportTypeOf(apiVersion, one)),
    periods: [period],
    dids: did === undefined ? undefined : [did],
    trunks: trunk === undefined ? undefined : [trunk],
    apiVersion,
    split: options.split,
  })
  return { units: planned.map(({ unit }) => unit), apiVersion: options.apiVersion }
}
