import type { Accounts } from '../accounts/accounts.js'
import { clientFor } from '../accounts/client-for.js'
import type { AnyClient } from '../create-exports-client.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { Limiter } from '../http/limiter.js'
import type { ApiVersion } from '../api/types.js'
import { type ClientOf, clientsOf } from './account-version.js'
import { type ConnectionOptions, givenVersion, headersFrom } from './connection.js'
import { fetchFor } from './proxy.js'

/** The clients of the accounts in a file, with the proxy from the environment. */
export const accountClients = (
  accounts: Accounts,
  { apiVersion, baseUrl, authUrl, keyFile, maxRetries, fileOrigin: fileOrigins, header = [] }: ConnectionOptions,
  limiterFor: (id: string) => Limiter,
  signal: AbortSignal,
): ClientOf => {
  if (keyFile !== undefined) {
    throw new ConfigurationError('invalid_option', '--accounts says where the keys are: leave --key-file out')
  }
  const headers = headersFrom(header)
  const given = givenVersion(apiVersion)
  const options = { baseUrl, authUrl, maxRetries, fileOrigins, headers, limiterFor }
  const make = (name: string, apiVersion: ApiVersion): AnyClient => {
    const account = { ...accounts.of(name), apiVersion }
    const client = clientFor(account, options)
    const fetch = fetchFor(client.origin)
    return fetch ? clientFor(account, { ...options, fetch }) : client
  }
  return clientsOf(make, (name) => accounts.of(name).apiVersion ?? given, signal)
}
