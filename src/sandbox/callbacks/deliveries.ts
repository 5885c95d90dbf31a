import { callbackFacts, deliveries } from '../../../generated/facts.js'
import type { ApiVersion } from '../../../generated/versions.js'
import { normalisedUrl, type UrlParts, urlPartsOf } from '../../callbacks/url-parts.js'
import { isLoopback } from '../../client/base-url.js'
import type { FaultBook } from '../faults/fault-book.js'
import type { SandboxClock } from '../sandbox-clock.js'
import type { StoredExport } from '../store.js'
import { type Callback, callbackOf, send } from './send.js'

/** An attempt to deliver a callback. */
export interface Delivery {
  /** Id of the export. */
  readonly export: string
  /** Counted from 1. */
  readonly attempt: number
  /** When it started, by the sandbox's clock, in milliseconds since 1970. */
  readonly at: number
  readonly method: string
  /** The URL that is called, for GET with the payload. */
  readonly url: string
  /** Status of the answer; null when there was none. */
  readonly status: number | null
  /** Why there was none. */
  readonly error?: string
}

/** Real milliseconds of silence before a receiver counts as hanging. */
const QUIET = 1000

/** A callback to deliver, with the origin at which its export was created. */
interface Announced {
  readonly one: StoredExport
  readonly registered: UrlParts
  readonly origin: string
}

const isSuccess = (status: number | null): boolean => status !== null && status >= 200 && status <= 299

/** An attempt as the fault book matches it, before any fault. */
const asRequest = ({ method, target, headers, body }: Callback) => ({
  method,
  url: new URL(normalisedUrl(target)),
  headers: new Headers(headers),
  body,
})

/**
 * Delivers the callbacks of an account when their exports are completed, and retries as the API description says. It
 * follows the clock and does not make time pass.
 */
export class Deliveries {
  readonly log: Delivery[] = []
  readonly #clock: SandboxClock
  readonly #faults: FaultBook
  readonly #secretFor: (version: ApiVersion) => string
  readonly #origins: readonly string[]
  readonly #stop = new AbortController()

  /** @param secretFor - The key that signs the callbacks of exports of a version. */
  constructor(
    clock: SandboxClock,
    faults: FaultBook,
    secretFor: (version: ApiVersion) => string,
    origins: readonly string[],
  ) {
    this.#clock = clock
    this.#faults = faults
    this.#secretFor = secretFor
    this.#origins = origins
  }

  /** Registers an export that wants a callback. */
  announce(one: StoredExport, origin: string): void {
    const registered = one.callbackUrl === null ? undefined : urlPartsOf(one.callbackUrl)
    if (registered && URL.canParse(normalisedUrl(registered)))
      this.#attempt({ one, registered, origin }, 1, one.completedAt)
  }

  /** Stops all deliveries. */
  stop(): void {
    this.#stop.abort(new Error('the sandbox is closed'))
  }

  #mayGo({ scheme, host, port }: UrlParts): boolean {
    return isLoopback(host) || this.#origins.includes(new URL(`${scheme}://${host}:${port}`).origin)
  }

  #attempt(callback: Announced, attempt: number, at: number): void {
    if (this.#stop.signal.aborted) return
    const cancel = this.#clock.schedule(at, () => {
      this.#stop.signal.removeEventListener('abort', cancel)
      void this.#deliver(callback, attempt, at)
    })
    this.#stop.signal.addEventListener('abort', cancel, { once: true })
  }

  async #deliver(announced: Announced, attempt: number, due: number): Promise<void> {
    const delivery = deliveries[announced.one.version]
    const wait = delivery.waits[attempt - 1]
    const isDelivered = await this.#try(announced, attempt)
    if (!isDelivered && wait !== undefined) this.#attempt(announced, attempt + 1, due + wait)
  }

  async #make({ one, registered, origin }: Announced, isTampered: boolean): Promise<Callback> {
    const done = this.#clock.busy()
    try {
      return await callbackOf(one, registered, origin, this.#secretFor(one.version), isTampered)
    } finally {
      done()
    }
  }

  /** Makes one attempt, with any fault. Returns whether it counts as delivered. */
  async #try(announced: Announced, attempt: number): Promise<boolean> {
    const { one, registered } = announced
    const callback = await this.#make(announced, false)
    const { action, fire = () => undefined } =
      this.#faults.due(callbackFacts[one.version].event, asRequest(callback)) ?? {}
    const fault = action?.callback
    if (typeof fault === 'object') await this.#until(this.#clock.now() + fault.late)
    const { method, target } = callback
    const record = { export: one.id, attempt, at: this.#clock.now(), method, url: normalisedUrl(target) }
    if (!this.#mayGo(registered)) {
      this.log.push({
        ...record,
        status: null,
        error: `${registered.host} is not this machine: list its origin in callbackOrigins`,
      })
      return true
    }
    if (fault === 'lost') {
      fire()
      this.log.push({ ...record, status: null, error: 'lost' })
      return true
    }
    const sent = fault === 'tampered' ? await this.#make(announced, true) : callback
    if (fault === 'doubled') await this.#send(sent, record, one, () => undefined)
    return isSuccess(await this.#send(sent, record, one, fire))
  }

  async #send(
    callback: Callback,
    record: Omit<Delivery, 'status'>,
    one: StoredExport,
    onSent: () => void,
  ): Promise<number | null> {
    const { timeout } = deliveries[one.version]
    const giveUp = new AbortController()
    const cancel = this.#clock.schedule(this.#clock.now() + timeout, () => giveUp.abort(new Error('timeout')))
    const onStop = (): void => giveUp.abort(this.#stop.signal.reason)
    this.#stop.signal.addEventListener('abort', onStop, { once: true })
    const done = this.#clock.busy(QUIET)
    try {
      const status = await send(callback, giveUp.signal, onSent)
      this.log.push({ ...record, status })
      return status
    } catch (error) {
      const { code, message } = (giveUp.signal.aborted ? giveUp.signal.reason : error) as NodeJS.ErrnoException
      this.log.push({ ...record, status: null, error: code ?? message })
      return null
    } finally {
      done()
      cancel()
      this.#stop.signal.removeEventListener('abort', onStop)
    }
  }

  #until(at: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.schedule(at, resolve))
  }
}
