import { millisecondsOf } from '../../client/settings.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { systemClock } from '../../http/clock.js'
import { closesAt } from '../../periods/window.js'
import type { PullClient } from '../machine/context.js'
import type { LoadedUnit } from '../machine/target.js'
import { createOverlapIndex } from '../units/overlap.js'
import { checkUnit, periodOf, type Unit, unitKey } from '../units/unit.js'
import { createHeap } from './heap.js'
import { createSummary, type RunOptions, type RunSummary } from './run-options.js'
import { advanceOnce, type Task } from './run-unit.js'

interface Ranked {
  readonly task: Task
  readonly rank: number
}

interface Later extends Ranked {
  readonly due: number
}

/** The units of a run, each once, those whose calls leave the window first in front. */
const ranked = (units: Iterable<Unit>): Ranked[] => {
  const tasks = new Map<string, Task>()
  const index = createOverlapIndex()
  for (const given of units) {
    const unit = checkUnit(given)
    const key = unitKey(unit)
    index.check(key, unit)
    index.add(key, unit)
    tasks.set(key, { key, unit, isStarted: false, failures: 0 })
  }
  return [...tasks.values()]
    .map((task) => ({ task, closes: closesAt(periodOf(task.unit)) }))
    .sort((one, other) => one.closes - other.closes)
    .map(({ task }, rank) => ({ task, rank }))
}

/** One client for each account, so that all its units share a limiter. */
const cached = (clientFor: RunOptions['clientFor']): RunOptions['clientFor'] => {
  const clients = new Map<string, PullClient | Promise<PullClient>>()
  return (account) => {
    const client = clients.get(account) ?? clientFor(account)
    clients.set(account, client)
    return client
  }
}

const countOf = (name: string, value: number, least: number): number => {
  if (Number.isInteger(value) && value >= least) return value
  throw new ConfigurationError('invalid_option', `${name} must be a whole number of ${least} or more`)
}

/** Checks before the first request what would otherwise fail after it. */
const checkOptions = ({
  settleTimeMs = 0,
  maxWait,
  retries = 0,
}: Pick<RunOptions, 'settleTimeMs' | 'maxWait' | 'retries'>): void => {
  if (!(settleTimeMs >= 0)) {
    throw new ConfigurationError('invalid_option', 'settleTimeMs must be a number of milliseconds, 0 or more')
  }
  if (maxWait !== undefined) millisecondsOf('maxWait', maxWait)
  countOf('retries', retries, 0)
}

/**
 * Runs units to their end: all that are ready are worked on, some at once, and those that leave the window
 * first come first; the others wait without holding a place. Run again, it goes on where it was; units that are
 * done cost no request, and those that may still get calls are pulled anew.
 *
 * An error of one unit does not stop the others: its outcome says what it was. Stores and targets stay open.
 *
 * @throws {OverlapError} when two of the units would hold the same calls; nothing is sent.
 * @throws {ConfigurationError} when a unit is none, or an option cannot be used; `in_use`, when another process
 * has the store. A caller's abort is rethrown once every unit that was worked on has come to rest.
 * @example
 * await using store = directoryStore('cdrs')
 * await using target = directoryTarget('cdrs')
 * const { results } = await runUnits(planUnits(plan), { store, target, clientFor: () => didww })
 */
export const runUnits = async <H extends LoadedUnit>(
  units: Iterable<Unit>,
  options: RunOptions<H>,
): Promise<RunSummary<H>> => {
  const { clock = systemClock, onProgress } = options
  const concurrency = countOf('concurrency', options.concurrency ?? 8, 1)
  checkOptions(options)
  const stop = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal
  const run = { ...options, signal, clientFor: cached(options.clientFor) }
  const ready = createHeap<Ranked>((one, other) => one.rank < other.rank)
  const later = createHeap<Later>((one, other) => one.due < other.due)
  for (const one of ranked(units)) ready.push(one)
  const summary = createSummary<H>(ready.size)
  const running = new Set<Promise<void>>()
  let broken: { readonly error: unknown } | undefined
  let wake = (): void => undefined

  const turn = async ({ task, rank }: Ranked): Promise<void> => {
    const { key, unit } = task
    const left = await advanceOnce(task, run, (event) => onProgress?.({ key, unit, event, summary }))
    if (left.outcome) {
      summary.add(left.outcome)
      onProgress?.({ key, unit, outcome: left.outcome, summary })
    } else later.push({ task: left.task, rank, due: clock.now() + left.after })
  }
  const start = (one: Ranked): void => {
    const work = turn(one)
      .catch((error: unknown) => void (broken ??= { error }))
      .finally(() => {
        running.delete(work)
        wake()
      })
    running.add(work)
  }
  /** Until a turn has ended or, where there is room, a unit is due. */
  const change = async (): Promise<void> => {
    const awake = new AbortController()
    const ended = new Promise<void>((resolve) => (wake = resolve))
    const due = running.size < concurrency ? later.least?.due : undefined
    if (due === undefined) return ended
    const asleep = clock.sleep(Math.max(0, due - clock.now()), AbortSignal.any([signal, awake.signal]))
    await Promise.race([asleep, ...(running.size > 0 ? [ended] : [])]).finally(() => awake.abort())
  }
  try {
    while (ready.size + later.size + running.size > 0) {
      signal.throwIfAborted()
      if (broken) throw broken.error
      while ((later.least ? later.least.due : Infinity) <= clock.now()) ready.push(later.pop() as Ranked)
      while (running.size < concurrency && ready.size > 0) start(ready.pop() as Ranked)
      await change()
    }
    if (broken) throw broken.error
    return summary
  } finally {
    stop.abort()
    await Promise.all(running)
  }
}
