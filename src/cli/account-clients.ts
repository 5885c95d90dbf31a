import type { Accounts } from '../accounts/accounts.js'
import { clientFor } from '../accounts/client-for.js'
import type { AnyClient } from '../create-exports-client.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { Limiter } from '../http/limiter.js'
import { type ConnectionOptions, headersFrom, versionOf } from './connection.js'
import { fetchFor } from './proxy.js'

/** The clients of the accounts in a file, with the proxy from the environment. */
export const accountClients = (
  accounts: Accounts,
  { apiVersion, baseUrl, authUrl, keyFile, maxRetries, fileOrigin: fileOrigins, header = [] }: ConnectionOptions,
  limiterFor: (id: string) => Limiter,
): ((name: string) => AnyClient) => {
  if (keyFile !== undefined) {
    throw new ConfigurationError('invalid_option', '--accounts says where the keys are: leave --key-file out')
  }
  const headers = headersFrom(header)
  const options = { apiVersion: versionOf(apiVersion), baseUrl, authUrl, maxRetries, fileOrigins, headers, limiterFor }
  const clients = new Map<string, AnyClient>()
  const make = (name: string): AnyClient => {
    const client = clientFor(accounts.of(name), options)
    const fetch = fetchFor(client.origin)
    return fetch ? clientFor(accounts.of(name), { ...options, fetch }) : client
  }
  return (name) => {
    const client = clients.get(name) ?? make(name)
    clients.set(name, client)
    return client
  }
}
