import type { Accounts } from '../accounts/accounts.js'
import { sharedLimiters } from '../accounts/client-for.js'
import type { ApiVersion } from '../api/types.js'
import { type AnyClient, createAnyClient } from '../create-exports-client.js'
import { type Clock, systemClock } from '../http/clock.js'
import { accountClients } from './account-clients.js'
import { type ClientOf, clientsOf } from './account-version.js'
import { clientOptionsOf, type ConnectionOptions, givenVersion, versionOf } from './connection.js'

/** Where calls are pulled from. */
export interface Source {
  readonly clientOf: ClientOf
  readonly clock: Clock
}

export interface SourceOptions extends ConnectionOptions {
  readonly demo?: boolean
  readonly period?: string
}

/** Gives `use` the API with the accounts of a file, the API with one key, or a demo sandbox. */
export const withSource = async <T>(
  options: SourceOptions,
  accounts: Accounts | undefined,
  signal: AbortSignal,
  use: (source: Source) => Promise<T>,
): Promise<T> => {
  if (options.demo) return withDemo(options, use)
  if (accounts) {
    return use({ clientOf: accountClients(accounts, options, sharedLimiters(), signal), clock: systemClock })
  }
  // Read once, as the key may come from stdin.
  const given = clientOptionsOf(options)
  const make = (_: string, apiVersion: ApiVersion): AnyClient => createAnyClient({ ...given, apiVersion })
  return use({ clientOf: clientsOf(make, () => givenVersion(options.apiVersion), signal), clock: systemClock })
}

const withDemo = async <T>(options: SourceOptions, use: (source: Source) => Promise<T>): Promise<T> => {
  const { startDemo } = await import('./demo.js')
  await using demo = await startDemo(options.period ?? '')
  const { apiKey, baseUrl, authUrl, clock, origin } = demo
  const client = createAnyClient({ apiKey, baseUrl, authUrl, clock, apiVersion: versionOf(options.apiVersion) })
  return await use({ clientOf: () => Promise.resolve({ ...client, origin }), clock })
}
