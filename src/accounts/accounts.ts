import { readFile } from 'node:fs/promises'
import { apiVersions } from '../../generated/versions.js'
import type { ApiVersion } from '../api/types.js'
import { isApiVersion } from '../client/settings.js'
import { onDisk } from '../disk/storage.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { timeZoneOf } from '../periods/time-zone.js'

/** An account. It says where the key is found, never the key itself. */
export interface Account {
  /** Name of the account, part of its units and of folder names. */
  readonly name: string
  /** The environment variable that holds its key. */
  readonly apiKeyEnv: string
  /** @default that of the client */
  readonly apiVersion?: ApiVersion
  /** Another origin instead of the provider's. */
  readonly baseUrl?: string
  /** Origin of the token service that belongs to `baseUrl`, in versions with tokens. */
  readonly authUrl?: string
  /** Whose months and days its periods are, such as `Europe/Kyiv`. @default that of the plan, else UTC */
  readonly timeZone?: string
}

/** The accounts of a configuration. */
export interface Accounts {
  readonly list: readonly Account[]
  /** @throws {ConfigurationError} `unknown_account`. */
  readonly of: (name: string) => Account
}

const VARIABLE = /^[A-Z][A-Z0-9_]{0,63}$/
const MEMBERS = ['apiKeyEnv', 'apiVersion', 'baseUrl', 'authUrl', 'timeZone']

const invalid = (where: string, why: string): ConfigurationError =>
  new ConfigurationError('invalid_accounts', `${where} ${why}`, {
    hint: 'Write {"accounts":{"acme":{"apiKeyEnv":"ACME_DIDWW_KEY"}}}; the key itself stays in the environment.',
  })

/** Whether a text looks like a key rather than the name of a variable. It is then not shown. */
const looksLikeKey = (text: string): boolean =>
  text.split(/[_-]/).some((run) => run.length >= 20 && /[0-9]/.test(run) && /[A-Za-z]/.test(run))

const objectOf = (where: string, value: unknown): Record<string, unknown> => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw invalid(where, 'must be an object')
}

const accountOf = (name: string, value: unknown): Account => {
  const where = `Account ${name}`
  const { apiKeyEnv, apiVersion, baseUrl, authUrl, timeZone, ...others } = objectOf(where, value)
  const [other] = Object.keys(others)
  if (other !== undefined) {
    throw invalid(where, `has a member ${JSON.stringify(other)}; it can have ${MEMBERS.join(', ')}`)
  }
  if (typeof apiKeyEnv === 'string' && looksLikeKey(apiKeyEnv)) {
    throw invalid(where, 'seems to have a key in apiKeyEnv: write the name of an environment variable')
  }
  if (typeof apiKeyEnv !== 'string' || !VARIABLE.test(apiKeyEnv)) {
    throw invalid(where, 'needs apiKeyEnv: the name of an environment variable in capitals')
  }
  if (apiVersion !== undefined && !(typeof apiVersion === 'string' && isApiVersion(apiVersion))) {
    throw invalid(where, `has an apiVersion that is not known; it can be ${apiVersions.join(', ')}`)
  }
  if (baseUrl !== undefined && typeof baseUrl !== 'string') throw invalid(where, 'has a baseUrl that is no text')
  if (authUrl !== undefined && typeof authUrl !== 'string') throw invalid(where, 'has an authUrl that is no text')
  if (timeZone !== undefined && typeof timeZone !== 'string') throw invalid(where, 'has a timeZone that is no text')
  if (timeZone !== undefined) timeZoneOf(timeZone, `${where}: timeZone`)
  return {
    name,
    apiKeyEnv,
    ...(apiVersion !== undefined && { apiVersion }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(authUrl !== undefined && { authUrl }),
    ...(timeZone !== undefined && { timeZone }),
  }
}

/**
 * Reads a configuration of accounts: names of environment variables, never keys.
 *
 * @throws {ConfigurationError} `invalid_accounts`, when it is malformed, or contains what looks like a key, which is
 * not shown.
 * @throws {PeriodError} `unknown_time_zone`.
 * @example
 * accountsFrom({ accounts: { acme: { apiKeyEnv: 'ACME_DIDWW_KEY', apiVersion: '2026-04-16' } } })
 */
export const accountsFrom = (value: unknown): Accounts => {
  const { accounts } = objectOf('The configuration', value)
  const list = Object.entries(objectOf('accounts', accounts)).map(([name, one]) => accountOf(name, one))
  return {
    list,
    of: (name) => {
      const account = list.find((one) => one.name === name)
      if (account) return account
      throw new ConfigurationError('unknown_account', `The configuration has no account ${name}`, {
        hint: `It has ${list.map((one) => one.name).join(', ')}.`,
      })
    },
  }
}

/**
 * Reads a file of accounts.
 *
 * @throws {ConfigurationError} `invalid_accounts`, as `accountsFrom` does.
 * @throws {StorageError} when it cannot be read.
 * @example
 * const accounts = await readAccounts('accounts.json')
 */
export const readAccounts = async (path: string): Promise<Accounts> => {
  const text = await onDisk('read', path, () => readFile(path, 'utf8'))
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The text could be a key, so the parser's message is not shown.
    throw invalid(path, 'is not JSON')
  }
  return accountsFrom(value)
}
