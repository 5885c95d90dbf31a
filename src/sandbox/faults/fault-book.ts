import type { ApiRequest } from '../wire/request.js'
import { checkFaults, isEvent } from './check-faults.js'
import type { Fault, FaultAction, FiredFault } from './fault.js'

interface Entry {
  readonly fault: Fault
  count: number
}

/** A fault that applies to a request. */
export interface DueFault {
  readonly action: FaultAction
  /** Records, once, that it really happened. */
  readonly fire: () => void
}

const isDue = ({ nth = 1 }: Fault, count: number): boolean => nth === 'every' || [nth].flat().includes(count)

const concerns = ({ on, match = {} }: Fault, operation: string, { url, headers, body }: ApiRequest): boolean =>
  (on === operation || (on === '*' && !isEvent(operation))) &&
  (match.path === undefined || `${url.pathname}${url.search}`.includes(match.path)) &&
  (match.body === undefined || body.includes(match.body)) &&
  Object.entries(match.headers ?? {}).every(([name, part]) => headers.get(name)?.includes(part))

/** The faults of a sandbox: which apply, and which have happened. */
export class FaultBook {
  #entries: Entry[] = []
  readonly #now: () => number
  readonly fired: FiredFault[] = []

  constructor(now: () => number, faults: readonly Fault[]) {
    this.#now = now
    this.add(faults)
  }

  /** Adds faults; the returned function removes them. */
  add(faults: readonly Fault[]): () => void {
    const entries = checkFaults(faults).map((fault) => ({ fault, count: 0 }))
    this.#entries.push(...entries)
    return () => (this.#entries = this.#entries.filter((one) => !entries.includes(one)))
  }

  /** Counts a request for every fault that matches it, and returns the first that applies. */
  due(operation: string, request: ApiRequest): DueFault | undefined {
    let first: Fault | undefined
    for (const entry of this.#entries) {
      if (!concerns(entry.fault, operation, request)) continue
      entry.count += 1
      if (isDue(entry.fault, entry.count)) first ??= entry.fault
    }
    const fault = first
    if (!fault) return undefined
    const { method, url } = request
    let fired = false
    const fire = (): void => {
      if (fired) return
      fired = true
      this.fired.push({ fault, at: this.#now(), request: { method, path: `${url.pathname}${url.search}`, operation } })
    }
    return { action: fault.do, fire }
  }
}
