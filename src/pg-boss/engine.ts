import { ConfigurationError } from '../errors/configuration-error.js'
import { systemClock } from '../http/clock.js'
import { advance, enqueueUnit } from '../pull/machine/advance.js'
import type { AdvanceContext } from '../pull/machine/context.js'
import type { Store } from '../pull/machine/store.js'
import { suspendUnit } from '../pull/machine/suspend.js'
import type { LoadedUnit } from '../pull/machine/target.js'
import { isSettled, type UnitState } from '../pull/machine/unit-state.js'
import type { Unit } from '../pull/units/unit.js'
import type { Boss, Job } from './boss.js'
import { type AdvanceJob, openQueue, RETRIES } from './queue.js'

/** What units are advanced with, and how. */
export interface EngineOptions<H extends LoadedUnit = LoadedUnit> extends Omit<
  AdvanceContext<H>,
  'ignoreDueAt' | 'signal'
> {
  /** Keeps the states of units. */
  readonly store: Store & {
    /** Finds the unit that a callback is about. */
    readonly findByExport?: (exportId: string) => Promise<UnitState | undefined>
  }
  /**
   * Name of the queue. Jobs that have used up their retries go to the queue of that name with `_dead` appended.
   * @default 'didww_advance'
   */
  readonly queue?: string | undefined
  /**
   * How many jobs this process runs at once.
   * @default 10
   */
  readonly workers?: number | undefined
  /**
   * Milliseconds from one sweep to the next.
   * @default 15_000
   */
  readonly sweepEveryMs?: number | undefined
  /** Called when a job or a sweep throws: a bug, or a store that cannot be reached. The engine retries it. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Advances units as jobs of pg-boss. */
export interface Engine {
  /** Requests a unit and adds a job for it. False when there is nothing to do, since its calls are there. */
  readonly enqueue: (unit: Unit, options?: { readonly refresh?: boolean | undefined }) => Promise<boolean>
  /** Advances the unit that waits for an export at once, after a callback. False when no known unit waits for it. */
  readonly wake: (exportId: string) => Promise<boolean>
  /** Adds a job for every unit that is due and that nobody has leased; gives their number. `work` calls it itself. */
  readonly sweep: () => Promise<number>
  /** Starts to run jobs and to sweep. */
  readonly work: () => Promise<void>
  /** Stops the work under way, leaves its units to others, and stops `boss`. */
  readonly stop: () => Promise<void>
}

/**
 * Advances units as jobs of pg-boss, version 10 or 12, on any number of machines.
 *
 * pg-boss only decides when a unit is advanced. A job that is late, lost or there twice does no harm, because the steps,
 * the store's lease and the target's ledger decide what is done. When a worker dies, the sweep finds its units once
 * their leases have lapsed; the expiry of jobs is only a last resort. A unit whose jobs throw again and again is
 * suspended with the code `gave_up`; enqueue it to go on.
 *
 * Start `boss` first, with a listener for `error`. Each major version of pg-boss needs a schema of its own. Give
 * pg-boss 10 `pgBossDatabase(pool)` as `db`, or it ends the process when the database restarts.
 *
 * @param boss - A started instance of pg-boss. This package does not import pg-boss itself.
 * @example
 * const boss = new PgBoss({ db: pgBossDatabase(pool), schema: 'didww_boss_12' })
 * boss.on('error', console.error)
 * await boss.start()
 * const engine = await pgBossEngine(boss, { store: postgresStore({ pool }), target: postgresTarget({ pool }), clientFor })
 * await engine.work()
 */
export const pgBossEngine = async <H extends LoadedUnit>(boss: Boss, options: EngineOptions<H>): Promise<Engine> => {
  const {
    store,
    clock = systemClock,
    workers = 10,
    sweepEveryMs = 15_000,
    onError = () => undefined,
    queue,
    ...rest
  } = options
  const { name, dead, put, putLater, putUrgent } = await openQueue(boss, queue ?? 'didww_advance')
  const stopping = new AbortController()
  const context: AdvanceContext<H> = { ...rest, store, clock, signal: stopping.signal }
  let timer: NodeJS.Timeout | undefined
  let sweeping: Promise<unknown> = Promise.resolve()

  const isStopping = (): boolean => stopping.signal.aborted
  const runJob = async ({ key, ignoreDueAt = false }: AdvanceJob): Promise<void> => {
    if (isStopping()) return put(key)
    const known = await store.read(key)
    if (!known) return
    try {
      const { done, busy, waitMs, state } = await advance(known.unit, { ...context, ignoreDueAt })
      // A worker that has the unit adds its next job; if that worker dies, the sweep does.
      if (done || busy) return
      // Added before this job ends: a death in between leaves one job too many, which does no harm.
      await putLater(key, waitMs, Date.parse(state?.due_at ?? '') || clock.now() + waitMs)
    } catch (error) {
      if (!isStopping()) throw error
      await put(key)
    }
  }

  const giveUp = async ({ key }: AdvanceJob): Promise<void> => {
    const state = await store.read(key)
    if (state) await suspendUnit(state.unit, context, gaveUp())
  }

  const sweep = async (): Promise<number> => {
    let swept = 0
    for await (const { key } of store.listDue(clock.now())) {
      await put(key)
      if ((swept += 1) === MAX_SWEPT) break
    }
    return swept
  }

  const scheduleSweep = (): void => {
    if (isStopping()) return
    timer = setTimeout(() => {
      sweeping = sweep().catch(onError).then(scheduleSweep)
    }, sweepEveryMs)
  }

  const handlerOf =
    (work: (job: AdvanceJob) => Promise<void>) =>
    async ([job]: Job[]): Promise<void> => {
      try {
        if (job) await work(job.data as AdvanceJob)
      } catch (error) {
        // A job that came while the engine stopped may find its database gone; the sweep of another worker finds it.
        if (!isStopping()) onError(error)
        throw error
      }
    }

  const addWorker = async (): Promise<void> => {
    const handle = handlerOf(runJob)
    const id: string = await boss.work(name, { pollingIntervalSeconds: 2, batchSize: 1 }, (jobs) =>
      handle(jobs).finally(() => boss.notifyWorker(id)),
    )
  }

  return {
    enqueue: async (unit, { refresh = false } = {}) => {
      for (;;) {
        const { done, busy, waitMs, state } = await enqueueUnit(unit, { ...context, refresh })
        if (done) return false
        // A busy unit that is settled is not under way: its worker has just ended it, or has died.
        if (state && !(busy && isSettled(state))) {
          await put(state.key)
          return true
        }
        await clock.sleep(Math.min(waitMs, MAX_BUSY_WAIT_MS), stopping.signal)
      }
    },
    wake: async (exportId) => {
      const state = await store.findByExport?.(exportId)
      if (state) await putUrgent(state.key)
      return state !== undefined
    },
    sweep,
    work: async () => {
      await Promise.all(Array.from({ length: workers }, addWorker))
      await boss.work(dead, { pollingIntervalSeconds: 2, batchSize: 1 }, handlerOf(giveUp))
      await sweep()
      scheduleSweep()
    },
    stop: async () => {
      stopping.abort(new Error('the engine stops'))
      clearTimeout(timer)
      await sweeping
      await boss.stop({ graceful: true, timeout: 30_000 })
    },
  }
}

const gaveUp = (): ConfigurationError =>
  new ConfigurationError('gave_up', `The jobs of this unit failed ${RETRIES + 1} times, not because of the API`, {
    hint: 'Read what the workers logged, then enqueue the unit again.',
  })

/** How long `enqueue` waits before it asks again for a unit that somebody has leased. */
const MAX_BUSY_WAIT_MS = 500

/** Units of one sweep. A later sweep finds the others. */
const MAX_SWEPT = 1000
