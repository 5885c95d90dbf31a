import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { CompletedExport, Export } from '../api/types.js'
import { ExportsError } from '../errors/exports-error.js'
import { WaitTimeoutError } from '../errors/wait-timeout-error.js'
import type { Clock } from '../http/clock.js'
import type { Hints } from './hints.js'
import type { RequestOptions } from './options.js'
import { URL_GRACE_MS, withoutUrl } from './resource.js'
import type { Retrieve } from './retrieve.js'
import { millisecondsOf, type Settings } from './settings.js'

/** How to wait for an export. */
export interface WaitOptions<V extends ApiVersion = ApiVersion> extends RequestOptions {
  /**
   * Milliseconds before the second poll.
   * @default 2_000, or `maxDelay` with `hints`
   */
  readonly minDelay?: number | undefined
  /**
   * Longest pause between two polls, in milliseconds.
   * @default 60_000
   */
  readonly maxDelay?: number | undefined
  /**
   * Milliseconds after which to stop waiting.
   * @default 3_600_000, an hour
   */
  readonly maxWait?: number | undefined
  /**
   * News from a receiver of callbacks. With hints the API is polled at once when there is news of this export, and
   * rarely otherwise. A hint only says when to poll; the answer decides.
   */
  readonly hints?: Hints | undefined
  /** Called for every answer, including the last. */
  readonly onPoll?: ((seen: Export<V>) => void) | undefined
}

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
      // After the first answer, a poll takes no longer than the rest of the wait, or than one attempt.
      const time = last === undefined ? patience : Math.min(patience, Math.max(once, endsAt - clock.now()))
      const isLast = clock.now() >= endsAt
      try {
        last = await retrieve(id, { ...options, totalTimeout: time })
        options.onPoll?.(last)
      } catch (error) {
        // An outage does not end the wait; the export continues by itself.
        if (!(error instanceof ExportsError && error.retryable) || last === undefined) throw error
      }
      if (last.status === facts[apiVersion].completed) {
        if (last.url !== null) return last as CompletedExport<V>
        completedAt ??= clock.now()
        if (clock.now() - completedAt >= URL_GRACE_MS) throw withoutUrl(id)
      }
      const left = endsAt - clock.now()
      if (isLast || left <= 0) throw new WaitTimeoutError(last, maxWait)
      // Its url should follow soon.
      await pause(id, completedAt === undefined ? left : Math.min(left, briefly), options.signal)
    }
  }
}

/** How to pause between two polls, in milliseconds. */
interface PauseSettings {
  readonly clock: Clock
  readonly random: () => number
  readonly minDelay: number
  readonly maxDelay: number
  /** The first pause after news. Until it is over, further news of the same export is ignored. */
  readonly briefly: number
  readonly hints: Hints | undefined
}

/** Pauses before the next poll. */
type Pause = (id: string, left: number, signal: AbortSignal | undefined) => Promise<void>

/** The reason for stopping the loser of a race; nobody sees it. */
const STOPPED = new Error('stopped')

/** Sleeps until there is news; returns whether there was. */
const sleepUnlessNews = async (
  clock: Clock,
  hints: Hints,
  id: string,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<boolean> => {
  const stop = new AbortController()
  const onAbort = (): void => stop.abort(signal?.reason)
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort, { once: true })
  const news = hints.wait(id, stop.signal).then(() => true)
  const asleep = clock.sleep(ms, stop.signal).then(() => false)
  try {
    return await Promise.race([news, asleep])
  } finally {
    signal?.removeEventListener('abort', onAbort)
    stop.abort(STOPPED)
  }
}

/**
 * Pauses that double from `minDelay`, each with as much jitter again, so that many waits do not poll at the same time.
 * News ends a pause, and the next pauses start short.
 */
const createPause = ({ clock, random, minDelay, maxDelay, briefly, hints }: PauseSettings): Pause => {
  let base = minDelay
  let hadNews = false
  return async (id, left, signal) => {
    const ms = Math.min(left, maxDelay, base * (1 + random()))
    base = Math.min(maxDelay, base * 2)
    if (!hints) return clock.sleep(ms, signal)
    // Repeated callbacks must not cause repeated polls.
    const deaf = hadNews ? Math.min(ms, briefly) : 0
    if (deaf > 0) await clock.sleep(deaf, signal)
    hadNews = await sleepUnlessNews(clock, hints, id, ms - deaf, signal)
    if (hadNews) base = briefly
  }
}
