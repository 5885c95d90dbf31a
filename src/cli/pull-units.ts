import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { apiVersions, defaultVersion } from '../../generated/versions.js'
import type { Accounts } from '../accounts/accounts.js'
import { filterNames, noSuchType } from '../api/export-types.js'
import type { ApiVersion } from '../api/types.js'
import { isApiVersion } from '../client/settings.js'
import type { AnyClient } from '../create-exports-client.js'
import { createFolderOf, onDisk } from '../disk/storage.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { checkWindow } from '../periods/window.js'
import { type ManifestEntry, type PullFormat, readHeld } from '../pull/directory/manifest.js'
import { planCheckedUnits } from '../pull/units/plan-units.js'
import { type CheckedUnit, checkUnit } from '../pull/units/unit.js'
import { givenVersion } from './connection.js'
import type { Source } from './pull-source.js'
import { readText } from './read-text.js'
import { tellPeriods } from './planning.js'
import type { SelectionOptions } from './selection.js'
import { zoneNameOf } from './time-zone.js'

/** The options that select the units to pull. */
export interface UnitsOptions extends Partial<Omit<SelectionOptions, 'type'>> {
  readonly type?: readonly string[]
  readonly unit?: string
  readonly apiVersion?: string
  readonly keyFile?: string
  readonly split?: 'month' | 'day'
  readonly out: string
  readonly format: PullFormat
  readonly refresh?: boolean
  readonly verify?: boolean
  readonly keepGenerations?: number
}

/** The version of each account, as far as it is known; without one, periods are split at the ends of months. */
type Versions = ReadonlyMap<string, ApiVersion>

/** What the command line selects: the units for the versions of the accounts. */
export interface Selected {
  readonly accounts: readonly string[]
  readonly unitsFor: (versions: Versions) => readonly CheckedUnit[]
  /** Versions that were asked for. */
  readonly given: Versions
}

/**
 * Reads what the command line selects: one unit on stdin, or those of a selection.
 *
 * @throws {ConfigurationError} and {PeriodError}, before anything is sent.
 */
export const selectionOf = (options: UnitsOptions, accounts: Accounts | undefined): Selected => {
  const selected = options.unit === undefined ? planned(options, accounts) : oneUnit(options.unit, options, accounts)
  selected.unitsFor(selected.given)
  return selected
}

const planned = (options: UnitsOptions, accounts: Accounts | undefined): Selected => {
  const { type, period, did, trunk } = options
  if (type === undefined || period === undefined) {
    throw new ConfigurationError('invalid_option', 'pull needs --type and --period, or --unit, or --demo')
  }
  const apiVersion = givenVersion(options.apiVersion)
  const timeZone = zoneNameOf(options.timeZone)
  const named = (accounts?.list ?? [{ name: 'default' }]).map((account) => ({ timeZone, ...account }))
  tellPeriods([period], named)
  const unitsFor = (versions: Versions): CheckedUnit[] =>
    planCheckedUnits({
      accounts: named.map((account) => ({ ...account, apiVersion: versions.get(account.name) })),
      exportTypes: type,
      periods: [period],
      dids: did === undefined ? undefined : [did],
      trunks: trunk === undefined ? undefined : [trunk],
      split: options.split,
    }).map(({ unit }) => unit)
  const given = named.flatMap((account): [string, ApiVersion][] => {
    const version = ('apiVersion' in account ? account.apiVersion : undefined) ?? apiVersion
    return version ? [[account.name, version]] : []
  })
  return { accounts: named.map(({ name }) => name), unitsFor, given: new Map(given) }
}

/** A unit as `plan --json` prints it, or only its identity. */
const oneUnit = (path: string, options: UnitsOptions, accounts: Accounts | undefined): Selected => {
  const { type, period, did, trunk, keyFile } = options
  if (type !== undefined || period !== undefined || did !== undefined || trunk !== undefined) {
    throw new ConfigurationError('invalid_option', '--unit says all of what to pull: leave --type and --period out')
  }
  if (path === '-' && keyFile === '-') {
    throw new ConfigurationError('invalid_option', '--unit and --key-file cannot both be read from stdin')
  }
  const text = readText(path)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ConfigurationError('invalid_unit', '--unit is not JSON: give one unit of `plan --json`', { cause: error })
  }
  const unit = checkUnit(value)
  const { export_type } = unit.unit
  if (apiVersions.every((version) => !filterNames(version, export_type))) throw noSuchType(export_type, apiVersions)
  const { account } = unit.unit
  const { api_version } = value as { api_version?: unknown }
  const planned = typeof api_version === 'string' && isApiVersion(api_version) ? api_version : undefined
  const version = accounts?.of(account).apiVersion ?? givenVersion(options.apiVersion ?? planned)
  return {
    accounts: [account],
    unitsFor: () => [unit],
    given: new Map(version ? [[account, version]] : []),
  }
}

/** Units to pull, and the clients of their accounts. */
export interface OpenedUnits {
  readonly units: readonly CheckedUnit[]
  readonly clientFor: (account: string) => AnyClient | Promise<AnyClient>
}

/**
 * Finds the version of each account for which nobody gave one: when all that is selected is there already, the version
 * it was pulled with, without a request; else the one that the account is served.
 */
export const openUnits = async (
  { accounts, unitsFor, given }: Selected,
  { clientOf, clock }: Source,
  { out, format, refresh = false }: UnitsOptions,
): Promise<OpenedUnits> => {
  if (accounts.every((account) => given.has(account))) {
    return { units: unitsFor(given), clientFor: (account) => clientOf(account, given.get(account)) }
  }
  const held = await heldIn(out)
  const known = new Map([...versionsOf(held.values()), ...given])
  if (!refresh && accounts.every((account) => known.has(account))) {
    const units = unitsFor(known)
    const isDone = ({ key }: CheckedUnit): boolean => held.get(key)?.format === format && !held.get(key)?.provisional
    if (units.every(isDone)) return { units, clientFor: (account) => clientOf(account, known.get(account)) }
  }
  await checkFolder(out)
  const [only, ...others] = unitsFor(given)
  if (only && others.length === 0) checkWindow(only.period, defaultVersion, clock.now())
  const clients = new Map<string, AnyClient>()
  for (const account of accounts) {
    // An account that refuses its key meets that again, with its own units only.
    const client = await clientOf(account, given.get(account)).catch(() => clientOf(account, defaultVersion))
    clients.set(account, client)
  }
  const served = new Map([...clients].map(([account, { apiVersion }]) => [account, apiVersion]))
  return { units: unitsFor(served), clientFor: (account) => clients.get(account) ?? clientOf(account) }
}

/** Makes the directory; a place where nothing can be written is told before a request is sent. */
const checkFolder = async (dir: string): Promise<void> => {
  await createFolderOf(join(dir, 'any'))
  await onDisk('write', dir, () => access(dir, constants.W_OK))
}

const heldIn = async (dir: string): Promise<ReadonlyMap<string, ManifestEntry>> => {
  try {
    return await readHeld(dir)
  } catch (error) {
    if (error instanceof ConfigurationError && error.code === 'nothing_held') return new Map()
    throw error
  }
}

/** The version with which each account was pulled last. */
const versionsOf = (entries: Iterable<ManifestEntry>): Map<string, ApiVersion> =>
  new Map(
    [...entries]
      .sort((one, other) => (one.pulled_at < other.pulled_at ? -1 : 1))
      .map(({ unit, api_version }) => [unit.account, api_version]),
  )
