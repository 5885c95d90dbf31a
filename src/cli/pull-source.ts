import { createAnyClient } from '../create-exports-client.js'
import { type Clock, systemClock } from '../http/clock.js'
import type { Accounts } from '../pull/accounts.js'
import { clientFor as clientForAccount, sharedLimiters } from '../pull/client-for.js'
import type { AnyClient } from '../versioned-client.js'
import { clientFor, type ConnectionOptions, versionOf } from './connection.js'
import { fetchFor } from './proxy.js'

/** Where calls are pulled from. */
export interface Source {
  readonly clientFor: (account: string) => AnyClient
  readonly clock: Clock
}

export interface SourceOptions extends ConnectionOptions {
  readonly demo?: boolean
  readonly period?: string
}

/** The API with the accounts of a file or the one key that there is, or a sandbox of our own while `use` runs. */
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
  const limiterFor = sharedLimiters()
  const { maxRetries, baseUrl, authUrl } = options
  const connection = { limiterFor, maxRetries, baseUrl, authUrl, apiVersion: versionOf(options.apiVersion) }
  const clientOf = (name: string): AnyClient => {
    const client = clientForAccount(accounts.of(name), connection)
    const fetch = fetchFor(client.origin)
    return fetch ? clientForAccount(accounts.of(name), { ...connection, fetch }) : client
  }
  return use({ clientFor: clientOf, clock: systemClock })
}

const withDemo = async <T>(options: SourceOptions, use: (source: Source) => Promise<T>): Promise<T> => {
  const { startDemo } = await import('./demo.js')
  await using demo = await startDemo(options.period ?? '')
  const { apiKey, baseUrl, authUrl, clock, origin } = demo
  const client = createAnyClient({ apiKey, baseUrl, authUrl, clock, apiVersion: versionOf(options.apiVersion) })
  return await use({ clientFor: () => ({ ...client, origin }), clock })
}
