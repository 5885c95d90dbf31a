import { ConfigurationError } from '../errors/configuration-error.js'

/** Passes news of exports from a receiver of callbacks to a wait. */
export interface Hints {
  /** Reports news of an export. A wait for it polls at once. */
  readonly notify: (id: string) => void
  /**
   * Resolves when there is news of an export, at once if it came earlier. Rejects with the signal's reason on abort.
   */
  readonly wait: (id: string, signal: AbortSignal) => Promise<void>
}

/**
 * Makes hints within this process. A callback can be faster than the answer to the create, so news is kept until
 * somebody waits for it. Of more than `memory` exports the oldest is forgotten; waiting for it then works as without
 * hints.
 *
 * @param options.memory - For how many exports to keep news; 1,000 by default.
 * @throws {ConfigurationError} when `memory` is not a whole number, 1 or more.
 * @example
 * const hints = createHints()
 * const handler = createCallbackHandler({ secrets, publicUrl, onExport: ({ id }) => hints.give(id) })
 * const done = await didww.waitUntilCompleted(id, { hints })
 */
export const createHints = (options: { readonly memory?: number | undefined } = {}): Hints => {
  const { memory = 1000 } = options
  if (!Number.isInteger(memory) || memory < 1) {
    throw new ConfigurationError('invalid_option', 'memory must be a whole number, 1 or more')
  }
  const kept = new Set<string>()
  const waiting = new Map<string, Set<() => void>>()

  const keep = (id: string): void => {
    kept.delete(id)
    kept.add(id)
    const [oldest] = kept
    if (kept.size > memory && oldest !== undefined) kept.delete(oldest)
  }

  const notify = (given: string): void => {
    const id = given.toLowerCase()
    const wakes = waiting.get(id)
    if (!wakes) {
      keep(id)
      return
    }
    waiting.delete(id)
    for (const wake of wakes) wake()
  }

  const wait = (given: string, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const id = given.toLowerCase()
      signal.throwIfAborted()
      if (kept.delete(id)) {
        resolve()
        return
      }
      const wakes = waiting.get(id) ?? new Set()
      waiting.set(id, wakes)
      const wake = (): void => {
        signal.removeEventListener('abort', stop)
        resolve()
      }
      const stop = (): void => {
        wakes.delete(wake)
        if (wakes.size === 0 && waiting.get(id) === wakes) waiting.delete(id)
        reject(signal.reason as Error)
      }
      wakes.add(wake)
      signal.addEventListener('abort', stop, { once: true })
    })

  return { notify, wait }
}
