import { createHash } from 'node:crypto'
import type { ClientOptions } from '../client/options.js'
import { type AnyClient, createAnyClient } from '../create-exports-client.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { Clock } from '../http/clock.js'
import { createLimiter, type Limiter } from '../http/limiter.js'
import type { Account } from './accounts.js'

/** Options for the client of an account. What the account itself says wins. */
export interface ClientForOptions extends Omit<ClientOptions, 'apiKey' | 'limiter'> {
  /**
   * Gives the rate limiter of a key, by a digest of the key. Accounts with the same key share it: use
   * `sharedLimiters()` within a process, `postgresLimiter` among many.
   * @default a limiter of its own for each client
   */
  readonly limiterFor?: ((id: string) => Limiter) | undefined
}

/**
 * Makes the client of an account. The key is read from the environment now.
 *
 * @throws {ConfigurationError} `missing_api_key`, when its variable is not set.
 * @example
 * const limiterFor = sharedLimiters()
 * const accounts = await readAccounts('accounts.json')
 * await runUnits(units, { store, target, clientFor: (name) => clientFor(accounts.of(name), { limiterFor }) })
 */
export const clientFor = (account: Account, { limiterFor, ...options }: ClientForOptions = {}): AnyClient => {
  const { name, apiKeyEnv, apiVersion, baseUrl, authUrl } = account
  const apiKey = process.env[apiKeyEnv]?.trim() ?? ''
  if (apiKey === '') {
    throw new ConfigurationError('missing_api_key', `The key of account ${name} is not in ${apiKeyEnv}`, {
      hint: `Set the environment variable ${apiKeyEnv}.`,
    })
  }
  return createAnyClient({
    ...options,
    apiKey,
    ...(apiVersion !== undefined && { apiVersion }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(authUrl !== undefined && { authUrl }),
    ...(limiterFor && { limiter: limiterFor(digestOf(apiKey)) }),
  })
}

/** A digest that tells keys apart without revealing them. */
export const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32)

/**
 * One limiter for each key, for the clients of one process.
 *
 * @example
 * clientFor(account, { limiterFor: sharedLimiters() })
 */
export const sharedLimiters = (
  options: { readonly perSecond?: number; readonly clock?: Clock } = {},
): ((id: string) => Limiter) => {
  const limiters = new Map<string, Limiter>()
  return (id) => {
    const limiter = limiters.get(id) ?? createLimiter(options)
    limiters.set(id, limiter)
    return limiter
  }
}
