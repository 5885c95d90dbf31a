import type { Clock } from '../http/clock.js'
import { type Duration, millisecondsIn } from '../periods/duration.js'

interface Sleeper {
  readonly at: number
  readonly wake: () => void
  /** Whether time does not jump for it. */
  readonly isPassive?: boolean
}

/** Real milliseconds of silence before time jumps, while a request is in progress. */
const BUSY_QUIET = 250
/** The same while a file is sent: compressing or reading a piece takes time. */
export const FILE_QUIET = 5000
/** The same when nothing is in progress. It covers the way of a request to the sandbox. */
const IDLE_QUIET = 30
/**
 * A timer that is later than this, in real milliseconds, means that the process was busy. It is set again, up to a
 * limit.
 */
const LATE = 15
const LATE_AT_MOST = 5
/** Turns of the event loop without events before time jumps, so that sockets are read first. */
const TURNS = 10

/**
 * The clock of a sandbox.
 *
 * It stands still until `advance()` moves it, or until somebody sleeps on it and nothing else happens; then it jumps to
 * the first sleeper. With `realTime` it passes as usual, and `advance()` still moves it. By default it passes from the
 * first request until somebody uses it.
 */
export class SandboxClock implements Clock {
  #at: number
  #realTime: boolean
  readonly #mayBeHeld: boolean
  #startedAt: number | undefined
  #sleepers: Sleeper[] = []
  #timer: NodeJS.Timeout | undefined
  readonly #busy = new Set<{ readonly quiet: number }>()
  #signs = 0
  #lastSign = 0

  constructor(start: number, realTime: boolean | undefined) {
    this.#at = start
    this.#realTime = realTime ?? true
    this.#mayBeHeld = realTime === undefined
    if (realTime) this.#startedAt = performance.now()
  }

  /** Milliseconds since 1970. */
  readonly now = (): number => {
    if (!this.#realTime || this.#startedAt === undefined) return this.#at
    return this.#at + Math.floor(performance.now() - this.#startedAt)
  }

  /** Stops the clock from passing by itself, unless `realTime` was set. */
  hold(): void {
    if (!this.#mayBeHeld || !this.#realTime) return
    this.#at = this.now()
    this.#realTime = false
    this.#arm()
  }

  /** Resolves after `ms` milliseconds of this clock; rejects with the signal's reason once that is aborted. */
  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error)
        return
      }
      const stop = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper)
        this.sign()
        this.#arm()
        reject(signal?.reason as Error)
      }
      const wake = (): void => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }
      const sleeper = { at: this.now() + Math.max(0, ms), wake }
      signal?.addEventListener('abort', stop, { once: true })
      this.#sleepers.push(sleeper)
      this.sign()
      this.#arm()
    })

  /** Calls `wake` at a time; the returned function cancels it. It does not make time pass. */
  readonly schedule = (at: number, wake: () => void): (() => void) => {
    const sleeper = { at, wake, isPassive: true }
    this.#sleepers.push(sleeper)
    this.sign()
    this.#arm()
    return () => {
      this.#sleepers = this.#sleepers.filter((one) => one !== sleeper)
      this.#arm()
    }
  }

  /** Moves the clock and wakes whoever is due, earliest first. */
  readonly advance = (by: Duration): void => {
    const ms = millisecondsIn(by)
    this.hold()
    this.#at += ms
    this.#wakeDue()
  }

  /** Reports activity, so that time does not jump yet. */
  sign(): void {
    this.#signs += 1
    this.#lastSign = performance.now()
  }

  /**
   * Marks a request as in progress until the returned function is called. After `quiet` real milliseconds of silence it
   * counts as hanging.
   */
  busy(quiet: number = BUSY_QUIET): () => void {
    this.#startedAt ??= performance.now()
    const request = { quiet }
    this.#busy.add(request)
    this.sign()
    return () => {
      if (!this.#busy.delete(request)) return
      this.sign()
      this.#arm()
    }
  }

  #first(): Sleeper | undefined {
    return this.#sleepers.reduce<Sleeper | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined)
  }

  #arm(late = 0): void {
    clearTimeout(this.#timer)
    const first = this.#first()
    if (!first) return
    const left = first.at - this.now()
    const isPassive = this.#sleepers.every((one) => one.isPassive)
    if (this.#realTime || (isPassive && left <= 0)) {
      this.#timer = setTimeout(() => this.#wakeDue(), Math.max(0, Math.min(left, 2 ** 31 - 1)))
      // A scheduled timer must not keep the process alive.
      if (isPassive) this.#timer.unref()
      return
    }
    if (isPassive) return
    const idle = Math.min(IDLE_QUIET, Math.max(1, left / 20))
    const quiet = Math.max(idle, ...[...this.#busy].map((request) => request.quiet))
    const wait = Math.max(1, this.#lastSign + quiet - performance.now())
    const [signs, due] = [this.#signs, performance.now() + wait]
    this.#timer = setTimeout(() => {
      if (late === LATE_AT_MOST || performance.now() - due < LATE) {
        this.#jumpIfQuiet(signs, TURNS)
        return
      }
      this.sign()
      this.#arm(late + 1)
    }, wait)
  }

  #jumpIfQuiet(signs: number, turns: number): void {
    if (signs !== this.#signs) {
      this.#arm()
      return
    }
    if (turns > 0) {
      setImmediate(() => this.#jumpIfQuiet(signs, turns - 1))
      return
    }
    this.#at = Math.max(this.#at, this.#first()?.at ?? 0)
    this.#wakeDue()
  }

  #wakeDue(): void {
    const now = this.now()
    const due = this.#sleepers.filter((one) => one.at <= now).sort((a, b) => a.at - b.at)
    this.#sleepers = this.#sleepers.filter((one) => one.at > now)
    for (const one of due) one.wake()
    if (due.length > 0) this.sign()
    this.#arm()
  }
}
