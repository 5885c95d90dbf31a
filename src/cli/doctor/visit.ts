import { facts } from '../../../generated/facts.js'
import { settingsOf } from '../../client/settings.js'
import type { ClientOptions } from '../../client/options.js'
import { createAnyClient } from '../../create-exports-client.js'
import { wayTo } from '../proxy.js'
import type { Visit } from './check.js'

const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let result: Promise<T> | undefined
  return () => (result ??= work())
}

/** Prepares what the checks look at; nothing is asked before a check asks. */
export const visitTo = (given: ClientOptions, signal: AbortSignal, env: NodeJS.ProcessEnv = process.env): Visit => {
  const way = wayTo(settingsOf(given).origin, env)
  const options: ClientOptions = way.kind === 'undici' ? { ...given, fetch: way.fetch } : given
  const client = createAnyClient(options)
  const newest: Visit['newest'] = once(async () => {
    try {
      return { page: await client.list({ sort: '-created_at' }, { signal }) }
    } catch (error) {
      signal.throwIfAborted()
      return { error }
    }
  })
  const completed: Visit['completed'] = once(async () => {
    const { page } = await newest()
    const done = page?.data.find(({ status, url }) => status === facts[client.apiVersion].completed && url !== null)
    return done && { ...done, url: done.url ?? '' }
  })
  return { client, settings: settingsOf(options), way, env, signal, newest, completed }
}
