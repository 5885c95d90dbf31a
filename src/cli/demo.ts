import type { Clock } from '../http/clock.js'
import { parsePeriod } from '../periods/period.js'
import { createSandbox } from '../sandbox/create-sandbox.js'

/** A sandbox to pull from. */
export interface Demo extends AsyncDisposable {
  readonly apiKey: string
  readonly baseUrl: string
  readonly authUrl: string
  readonly clock: Clock
  /** The origin that a directory remembers, so that a demo never mixes with real calls. */
  readonly origin: string
}

const DAYS = 86_400_000

/** Starts a sandbox whose clock is two weeks after the period, so that its calls are final. */
export const startDemo = async (period: string): Promise<Demo> => {
  const now = parsePeriod(period).to + 14 * DAYS
  const sandbox = createSandbox({ seed: 'demo', now, realTime: true, pendingFor: '1s', processingFor: '2s' })
  const baseUrl = await sandbox.listen()
  return {
    apiKey: sandbox.apiKey,
    baseUrl,
    authUrl: sandbox.authUrl,
    clock: sandbox.clock,
    origin: 'demo',
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
}
