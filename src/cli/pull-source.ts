import type { Accounts } from '../accounts/accounts.js'
import { sharedLimiters } from '../accounts/client-for.js'
import type { AnyClient } from '../create-exports-client.js'
import { createAnyClient } from '../create-exports-client.js'
import { type Clock, systemClock } from '../http/clock.js'
import { accountClients } from './account-clients.js'
import { clientFor, type ConnectionOptions, versionOf } from './connection.js'

/** Where calls are pulled from. */
export interface Source {
  readonly clientFor: (account: string) => AnyClient
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
  use: (source: Source) => Promise<T>,
): Promise<T> => {
  if (options.demo) return withDemo(options, use)
  if (accounts === undefined) {
    const client = clientFor(options)
    return use({ clientFor: () => client, clock: systemClock })
  }
  return use({ clientFor: accountClients(accounts, options, sharedLimiters()), clock: systemClock })
}

const withDemo = async <T>(options: SourceOptions, use: (source: Source) => Promise<T>): Promise<T> => {
  const { startDemo } = await import('./demo.js')
  await using demo = await startDemo(options.period ?? '')
  const { apiKey, baseUrl, authUrl, clock, origin } = demo
  const client = createAnyClient({ apiKey, baseUrl, authUrl, clock, apiVersion: versionOf(options.apiVersion) })
  return await use({ clientFor: () => ({ ...client, origin }), clock })
}
