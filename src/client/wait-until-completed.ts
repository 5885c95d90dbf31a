import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { ExportsError } from '../errors/exports-error.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { WaitTimeoutError } from '../errors/wait-timeout-error.js'
import type { Hints } from './hints.js'
import type { RequestOptions } from './options.js'
import { createPause } from './pause.js'
import type { Retrieve } from './retrieve.js'
import { millisecondsOf, type Settings } from './settings.js'
import type { CompletedExport, Export } from './types.js'

/** How to wait for an export. */
export interface WaitOptions<V extends ApiVersion = ApiVersion> extends RequestOptions {
  /**
   * Milliseconds before the second look.
   * @default 2_000, or `maxDelay` with `hints`
   */
  readonly minDelay?: number | undefined
  /**
   * Longest pause between two looks, in milliseconds.
   * @default 60_000
   */
  readonly maxDelay?: number | undefined
  /**
   * Milliseconds after which to give up.
   * @default 3_600_000, an hour
   */
  readonly maxWait?: number | undefined
  /**
   * News of exports, from a receiver of callbacks. With them the API is asked at once when there is
   * news of this export, and seldom otherwise. News only says when to ask; the answer decides.
   */
  readonly hints?: Hints | undefined
  /** Told of every answer, also of the last. */
  readonly onPoll?: ((seen: Export<V>) => void) | undefined
}

/** How long a completed export may be without its `url` before that is an error, in milliseconds. */
const URL_GRACE = 30_000

export const waitUntilCompleted = <V extends ApiVersion>(retrieve: Retrieve<V>, settings: Settings<V>) => {
  const { apiVersion, clock, random } = settings
  const { polling } = facts[apiVersion]
  return async (id: string, options: WaitOptions<V> = {}): Promise<CompletedExport<V>> => {
    const maxDelay = millisecondsOf('maxDelay', options.maxDelay ?? polling.maxDelay)
    const briefly = Math.min(polling.minDelay, maxDelay)
    const minDelay = millisecondsOf('minDelay', options.minDelay ?? (options.hints ? maxDelay : briefly))
    const maxWait = millisecondsOf('maxWait', options.maxWait ?? polling.maxWait)
    const pause = createPause({ clock, random, minDelay, maxDelay, briefly, hints: options.hints })
    const endsAt = clock.now() + maxWait
    const patience = millisecondsOf('totalTimeout', options.totalTimeout ?? settings.totalTimeout)
    const once = millisecondsOf('timeout', options.timeout ?? settings.timeout)
    let last: Export<V> | undefined
    let completedAt: number | undefined
    for (;;) {
      // Once there was an answer, a look takes no longer than the wait has left, or than one attempt.
      const time = last === undefined ? patience : Math.min(patience, Math.max(once, endsAt - clock.now()))
      const isLast = clock.now() >= endsAt
      try {
        last = await retrieve(id, { ...options, totalTimeout: time })
        options.onPoll?.(last)
      } catch (error) {
        // An outage does not end the wait; the export goes on by itself.
        if (!(error instanceof ExportsError && error.retryable) || last === undefined) throw error
      }
      if (last.status === facts[apiVersion].completed) {
        if (last.url !== null) return last as CompletedExport<V>
        completedAt ??= clock.now()
        if (clock.now() - completedAt >= URL_GRACE) throw withoutUrl(id)
      }
      const left = endsAt - clock.now()
      if (isLast || left <= 0) throw new WaitTimeoutError(last, maxWait)
      // Its url cannot be far.
      await pause(id, completedAt === undefined ? left : Math.min(left, briefly), options.signal)
    }
  }
}

const withoutUrl = (id: string): ProtocolError =>
  new ProtocolError('unexpected_shape', `Export ${id} is completed, but has no url`, { status: 200 })
