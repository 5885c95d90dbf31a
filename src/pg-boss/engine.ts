import { ConfigurationError } from '../errors/configuration-error.js'
import { systemClock } from '../http/clock.js'
import { advance, enqueueUnit } from '../pull/machine/advance.js'
import type { AdvanceContext } from '../pull/machine/context.js'
import type { Store } from '../pull/machine/store.js'
import { suspendUnit } from '../pull/machine/suspend.js'
import type { LoadedUnit } from '../pull/machine/target.js'
import { isSettled, type UnitState } from '../pull/machine/unit-state.js'
import { type Unit, unitKey } from '../pull/units/unit.js'
import type { Boss, Job } from './boss.js'
import { openQueue, type AdvanceJob, RETRIES } from './queue.js'

/** What units are advanced with, and how. */
export interface EngineOptions<H extends LoadedUnit = LoadedUnit> extends Omit<
  AdvanceContext<H>,
  'ignoreDueAt' | 'signal'
> {
  /** Where units are remembered. */
  readonly store: Store & {
    /** Finds the unit that a callback is about. */
    readonly findByExport?: (exportId: string) => Promise<UnitState | undefined>
  }
  /**
   * Name of the queue; jobs that failed for good go to the one with `_dead` behind it.
   * @default 'didww_advance'
   */
  readonly queue?: string | undefined
  /**
   * Turns at a time in this process.
   * @default 10
   */
  readonly workers?: number | undefined
  /**
   * Milliseconds from one sweep to the next.
   * @default 15_000
   */
  readonly sweepEveryMs?: number | undefined
  /** Told of a turn or a sweep that threw: a bug, or a store out of reach. The engine tries it again. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Units, advanced as jobs of pg-boss. */
export interface Engine {
  /** Asks for a unit and has it advanced; false when there is nothing to do, since its calls are there. */
  readonly enqueue: (unit: Unit, options?: { readonly refresh?: boolean | undefined }) => Promise<boolean>
  /** Has the unit that waits for an export looked at now: after a callback. False when no unit is known to. */
  readonly wake: (exportId: string) => Promise<boolean>
  /** Has every unit advanced that is due and that nobody has; gives how many. `work` does it by itself. */
  readonly sweep: () => Promise<number>
  /** Advances units from now on, and sweeps. */
  readonly work: () => Promise<void>
  /** Gives up what is under way, hands it on to others, and stops `boss`. */
  readonly stop: () => Promise<void>
}

const gaveUp = (): ConfigurationError =>
  new ConfigurationError('gave_up', `The turns of this unit failed ${RETRIES + 1} times, not because of the API`, {
    hint: 'See what the workers wrote, then enqueue it again.',
  })

/** Milliseconds until a unit that somebody has is asked for again. */
const LONGEST_LOOK = 500

/** Units of one sweep. Those behind them are found by a later one. */
const SWEPT = 1000

/**
 * Advances units as jobs of pg-boss, version 10 or 12, on as many machines as there are.
 *
 * pg-boss only decides when a unit is advanced: a job that is late, lost or there twice does no harm, since the
 * steps look at the world, the store's lease and the target's ledger. What a dead worker leaves is found by the
 * sweep once its lease has lapsed; the expiry of jobs is but a backstop. A unit whose turns throw again and again
 * is suspended with the code `gave_up`, and goes on when it is enqueued.
 *
 * `boss` has to be started, with a listener for `error`; each major of pg-boss needs a schema of its own. To pg-boss
 * 10 give `pgBossDatabase(pool)` as `db`, or it ends the process when the database restarts.
 *
 * @param boss - A started instance of pg-boss; nothing of it is imported here.
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
    sweepEveryMs: sweepEvery = 15_000,
    onError = () => undefined,
    queue,
    ...rest
  } = options
  const { name, dead, put, putLater, putUrgent: hurry } = await openQueue(boss, queue ?? 'didww_advance')
  const stopping = new AbortController()
  const context: AdvanceContext<H> = { ...rest, store, clock, signal: stopping.signal }
  let timer: NodeJS.Timeout | undefined
  let sweeping: Promise<unknown> = Promise.resolve()

  const turn = async ({ key, ignoreDueAt = false }: AdvanceJob): Promise<void> => {
    const state = await store.read(key)
    if (!state) return
    try {
      const { done, busy, waitMs: after, state: next } = await advance(state.unit, { ...context, ignoreDueAt })
      // Whoever else has it sends the next job; if they die, the sweep does.
      if (done || busy) return
      // Before this job ends: a death between the two leaves one too many, which is harmless.
      await putLater(key, after, Date.parse(next?.due_at ?? '') || clock.now() + after)
    } catch (error) {
      if (!stopping.signal.aborted) throw error
      await put(key)
    }
  }

  const suspend = async ({ key }: AdvanceJob): Promise<void> => {
    const state = await store.read(key)
    if (state) await suspendUnit(state.unit, context, gaveUp())
  }

  const sweep = async (): Promise<number> => {
    let swept = 0
    for await (const { key } of store.listDue(clock.now())) {
      await put(key)
      if ((swept += 1) === SWEPT) break
    }
    return swept
  }

  const sweepOn = (): void => {
    if (stopping.signal.aborted) return
    timer = setTimeout(() => {
      sweeping = sweep().catch(onError).then(sweepOn)
    }, sweepEvery)
  }

  const each =
    (work: (order: AdvanceJob) => Promise<void>) =>
    async ([job]: Job[]): Promise<void> => {
      try {
        if (job) await work(job.data as AdvanceJob)
      } catch (error) {
        onError(error)
        throw error
      }
    }

  const addWorker = async (): Promise<void> => {
    const next = each(turn)
    const id: string = await boss.work(name, { pollingIntervalSeconds: 2, batchSize: 1 }, (jobs) =>
      next(jobs).finally(() => boss.notifyWorker(id)),
    )
  }

  return {
    enqueue: async (unit, { refresh = false } = {}) => {
      for (;;) {
        const { done, busy, waitMs: after, state } = await enqueueUnit(unit, { ...context, refresh })
        if (done) return false
        // Somebody has only just ended it and has not let go of it yet, or died: it is not under way.
        if (busy && (!state || isSettled(state))) await clock.sleep(Math.min(after, LONGEST_LOOK), stopping.signal)
        else {
          await put(unitKey(unit))
          return true
        }
      }
    },
    wake: async (exportId) => {
      const state = await store.findByExport?.(exportId)
      if (state) await hurry(state.key)
      return state !== undefined
    },
    sweep,
    work: async () => {
      await Promise.all(Array.from({ length: workers }, addWorker))
      await boss.work(dead, { pollingIntervalSeconds: 2, batchSize: 1 }, each(suspend))
      await sweep()
      sweepOn()
    },
    stop: async () => {
      stopping.abort(new Error('the engine stops'))
      clearTimeout(timer)
      await sweeping
      await boss.stop({ graceful: true, timeout: 30_000 })
    },
  }
}
