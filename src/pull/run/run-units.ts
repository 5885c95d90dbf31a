import { millisecondsOf } from '../../client/settings.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { systemClock } from '../../http/clock.js'
import { closesAt } from '../../periods/window.js'
import type { PullClient } from '../machine/context.js'
import type { LoadedUnit } from '../machine/target.js'
import { createOverlapIndex } from '../units/overlap.js'
import { type CheckedUnit, checkUnit, type Unit } from '../units/unit.js'
import { createHeap } from './heap.js'
import { createSummary, type RunOptions, type RunSummary } from './run-options.js'
import { advanceTask, type Task } from './run-unit.js'

/**
 * Runs units to their end. Several are worked on at once, the soonest-expiring first; units that wait do not take a
 * place. Another run goes on where this one stopped. Units that are done cost no request, and provisional ones are
 * pulled again.
 *
 * An error of one unit does not stop the others; its outcome says what happened. Stores and targets stay open.
 *
 * @throws {OverlapError} when two of the units would contain the same calls. No request is sent.
 * @throws {ConfigurationError} when a unit or an option is invalid; `in_use`, when another process has the store. A
 * caller's abort is rethrown once the work under way has stopped.
 * @example
 * await using store = directoryStore('cdrs')
 * await using target = directoryTarget('cdrs')
 * const { results } = await runUnits(planUnits(plan), { store, target, clientFor: () => didww })
 */
export const runUnits = async <H extends LoadedUnit>(
  units: Iterable<Unit>,
  options: RunOptions<H>,
): Promise<RunSummary<H>> => runCheckedUnits(Array.from(units, checkUnit), options)

/** The same for units that have been checked. */
export const runCheckedUnits = async <H extends LoadedUnit>(
  units: readonly CheckedUnit[],
  options: RunOptions<H>,
): Promise<RunSummary<H>> => {
  const { clock = systemClock, onProgress } = options
  const concurrency = wholeNumber('concurrency', options.concurrency ?? 8, 1)
  checkOptions(options)
  const stop = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal
  const run = { ...options, signal, clientFor: cached(options.clientFor) }
  const ready = createHeap<Ranked>((one, other) => one.rank < other.rank)
  const paused = createHeap<Paused>((one, other) => one.due < other.due)
  for (const one of ranked(units)) ready.push(one)
  const summary = createSummary<H>(ready.size)
  const running = new Set<Promise<void>>()
  let broken: { readonly error: unknown } | undefined
  let wake = (): void => undefined

  const work = async ({ task, rank }: Ranked): Promise<void> => {
    const { key, unit } = task.unit
    const progress = await advanceTask(task, run, (event) => onProgress?.({ key, unit, event, summary }))
    if (progress.outcome) {
      summary.add(progress.outcome)
      onProgress?.({ key, unit, outcome: progress.outcome, summary })
    } else paused.push({ task: progress.task, rank, due: clock.now() + progress.waitMs })
  }
  const start = (one: Ranked): void => {
    const working = work(one)
      .catch((error: unknown) => void (broken ??= { error }))
      .finally(() => {
        running.delete(working)
        wake()
      })
    running.add(working)
  }
  /** Resolves when work has ended or, if there is room for more, when a unit is due. */
  const change = async (): Promise<void> => {
    const awake = new AbortController()
    const ended = new Promise<void>((resolve) => (wake = resolve))
    const due = running.size < concurrency ? paused.least?.due : undefined
    if (due === undefined) return ended
    const asleep = clock.sleep(Math.max(0, due - clock.now()), AbortSignal.any([signal, awake.signal]))
    await Promise.race([asleep, ...(running.size > 0 ? [ended] : [])]).finally(() => awake.abort())
  }
  try {
    while (ready.size + paused.size + running.size > 0) {
      signal.throwIfAborted()
      if (broken) throw broken.error
      while ((paused.least ? paused.least.due : Infinity) <= clock.now()) ready.push(paused.pop() as Ranked)
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

interface Ranked {
  readonly task: Task
  readonly rank: number
}

interface Paused extends Ranked {
  readonly due: number
}

/** The units of a run, each once, the soonest-expiring first. */
const ranked = (units: readonly CheckedUnit[]): Ranked[] => {
  const tasks = new Map<string, Task>()
  const index = createOverlapIndex()
  for (const unit of units) {
    index.check(unit.key, unit.unit)
    index.add(unit.key, unit.unit)
    tasks.set(unit.key, { unit, isStarted: false, failures: 0 })
  }
  return [...tasks.values()]
    .map((task) => ({ task, closes: closesAt(task.unit.period) }))
    .sort((one, other) => one.closes - other.closes)
    .map(({ task }, rank) => ({ task, rank }))
}

/** Makes one client for each account, so that all its units share a rate limiter. */
const cached = (clientFor: RunOptions['clientFor']): RunOptions['clientFor'] => {
  const clients = new Map<string, PullClient | Promise<PullClient>>()
  return (account) => {
    const client = clients.get(account) ?? clientFor(account)
    clients.set(account, client)
    return client
  }
}

/** Checks options before the first request that would otherwise fail after it. */
const checkOptions = ({
  settleTimeMs = 0,
  maxWait,
  retries = 0,
}: Pick<RunOptions, 'settleTimeMs' | 'maxWait' | 'retries'>): void => {
  if (!(settleTimeMs >= 0)) {
    throw new ConfigurationError('invalid_option', 'settleTimeMs must be a number of milliseconds, 0 or more')
  }
  if (maxWait !== undefined) millisecondsOf('maxWait', maxWait)
  wholeNumber('retries', retries, 0)
}

const wholeNumber = (name: string, value: number, least: number): number => {
  if (Number.isInteger(value) && value >= least) return value
  throw new ConfigurationError('invalid_option', `${name} must be a whole number of ${least} or more`)
}
