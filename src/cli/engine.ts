import type { Pool } from 'pg'
import { readAccounts } from '../accounts/accounts.js'
import { digestOf } from '../accounts/client-for.js'
import { createAnyClient } from '../create-exports-client.js'
import type { Limiter } from '../http/limiter.js'
import { type Engine, type EngineOptions, pgBossEngine } from '../pg-boss/engine.js'
import { postgresLimiter } from '../pull/postgres/postgres-limiter.js'
import { postgresStore } from '../pull/postgres/postgres-store.js'
import { type PostgresLoadedUnit, postgresTarget } from '../pull/postgres/postgres-target.js'
import { accountClients } from './account-clients.js'
import { type ClientOf, clientsOf } from './account-version.js'
import { clientOptionsOf, type ConnectionOptions, givenVersion } from './connection.js'
import { startBoss } from './postgres.js'

/** Whose units are advanced. */
export interface EngineCommandOptions extends ConnectionOptions {
  readonly accounts?: string
}

/** The clients of all accounts; those of one key share a limiter with every other process of the database. */
const clientsFor = async (options: EngineCommandOptions, pool: Pool, signal: AbortSignal): Promise<ClientOf> => {
  const limiterFor = (id: string): Limiter => postgresLimiter({ pool, key: id })
  if (options.accounts !== undefined) {
    return accountClients(await readAccounts(options.accounts), options, limiterFor, signal)
  }
  const { apiKey = process.env['DIDWW_API_KEY'] ?? '', ...others } = clientOptionsOf(options)
  const limiter = limiterFor(digestOf(apiKey.trim()))
  const given = givenVersion(options.apiVersion)
  return clientsOf(
    (_, apiVersion) => createAnyClient({ ...others, apiKey, apiVersion, limiter }),
    () => given,
    signal,
  )
}

/** Makes the engine of a command and starts its pg-boss; whoever is given it has to stop it. */
export const openEngine = async (
  pool: Pool,
  options: EngineCommandOptions,
  signal: AbortSignal,
  more: Partial<EngineOptions<PostgresLoadedUnit>> = {},
): Promise<Engine> => {
  const clientOf = await clientsFor(options, pool, signal)
  const context = {
    store: postgresStore({ pool }),
    target: postgresTarget({ pool }),
    clientFor: (account: string) => clientOf(account),
  }
  const boss = await startBoss(pool, more.onError ?? (() => undefined))
  try {
    return await pgBossEngine(boss, { ...context, ...more })
  } catch (error) {
    await boss.stop({ graceful: false })
    throw error
  }
}
