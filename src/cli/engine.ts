import type { Pool } from 'pg'
import { readAccounts } from '../accounts/accounts.js'
import { digestOf } from '../accounts/client-for.js'
import { createAnyClient } from '../create-exports-client.js'
import type { Limiter } from '../http/limiter.js'
import { type Engine, type EngineOptions, pgBossEngine } from '../pg-boss/engine.js'
import type { PullClient } from '../pull/machine/context.js'
import { postgresLimiter } from '../pull/postgres/postgres-limiter.js'
import { postgresStore } from '../pull/postgres/postgres-store.js'
import { type PostgresLoadedUnit, postgresTarget } from '../pull/postgres/postgres-target.js'
import { accountClients } from './account-clients.js'
import { clientOptionsOf, type ConnectionOptions } from './connection.js'
import { startBoss } from './postgres.js'

/** Whose units are advanced. */
export interface EngineCommandOptions extends ConnectionOptions {
  readonly accounts?: string
}

/** The clients of all accounts; those of one key share a limiter with every other process of the database. */
const clientsOf = async (options: EngineCommandOptions, pool: Pool): Promise<(account: string) => PullClient> => {
  const limiterFor = (id: string): Limiter => postgresLimiter({ pool, key: id })
  if (options.accounts !== undefined) return accountClients(await readAccounts(options.accounts), options, limiterFor)
  const { apiKey = process.env['DIDWW_API_KEY'] ?? '', ...others } = clientOptionsOf(options)
  const client = createAnyClient({ ...others, apiKey, limiter: limiterFor(digestOf(apiKey.trim())) })
  return () => client
}

/** Makes the engine of a command and starts its pg-boss; whoever is given it has to stop it. */
export const openEngine = async (
  pool: Pool,
  options: EngineCommandOptions,
  more: Partial<EngineOptions<PostgresLoadedUnit>> = {},
): Promise<Engine> => {
  const context = {
    store: postgresStore({ pool }),
    target: postgresTarget({ pool }),
    clientFor: await clientsOf(options, pool),
  }
  const boss = await startBoss(pool, more.onError ?? (() => undefined))
  try {
    return await pgBossEngine(boss, { ...context, ...more })
  } catch (error) {
    await boss.stop({ graceful: false })
    throw error
  }
}
