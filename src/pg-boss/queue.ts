import type { Boss } from './boss.js'

/** The data of a job: which unit to advance, and whether to advance it even if it is not due. */
export interface AdvanceJob {
  readonly key: string
  readonly ignoreDueAt?: boolean
}

/** A queue of units to advance. */
interface Queue {
  readonly name: string
  /** The queue of jobs that have used up their retries. */
  readonly dead: string
  /** Adds a job for a unit, to run as soon as a worker is free. */
  readonly put: (key: string) => Promise<void>
  /** Adds a job for a unit that runs after `waitMs` milliseconds, at the time `due`. There is one for each second. */
  readonly putLater: (key: string, waitMs: number, due: number) => Promise<void>
  /** Adds a job that runs before others and ignores whether the unit is due. */
  readonly putUrgent: (key: string) => Promise<void>
}

/** Seconds after which a job that neither ended nor failed goes to another worker. Longer than any job takes. */
const EXPIRY_SECONDS = 900

/** Retries of a job that threw. Only a bug throws, or a store that cannot be reached. */
export const RETRIES = 8

/** Options that only newer versions know, and what an older one has instead: 14 days to be fetched in. */
const MODERN = { retryDelayMax: 300, heartbeatSeconds: 30, deleteAfterSeconds: 86_400 }
const OLDER = { retentionMinutes: 14 * 24 * 60 }

/**
 * Opens the queues, and creates them if they do not exist. The policy `short` keeps one waiting job for each key. A
 * running job does not count, so it can add the next one.
 *
 * The key of a job for later contains its time; otherwise it would keep out a job that should run sooner. However
 * many jobs a unit has, those that find it not due leave the same next job behind.
 */
export const openQueue = async (boss: Boss, name: string): Promise<Queue> => {
  const dead = `${name}_dead`
  const ensure = async (queue: string, options: object): Promise<void> => {
    // No version changes the options of a queue that exists.
    if (!(await boss.getQueue(queue))) await boss.createQueue(queue, { name: queue, ...options })
  }
  await ensure(dead, {})
  await ensure(name, {
    policy: 'short',
    expireInSeconds: EXPIRY_SECONDS,
    retryLimit: RETRIES,
    retryDelay: 5,
    retryBackoff: true,
    deadLetter: dead,
    ...(typeof boss.upsert === 'function' ? MODERN : OLDER),
  })
  // The answer is null when such a job is waiting already, which is as good.
  const send = async (job: AdvanceJob, options: object): Promise<void> => {
    await boss.send(name, job, options)
  }
  return {
    name,
    dead,
    put: (key) => send({ key }, { singletonKey: key }),
    putLater: (key, waitMs, due) =>
      send(
        { key },
        { singletonKey: `${key}@${Math.ceil(due / 1000)}`, startAfter: Math.max(1, Math.ceil(waitMs / 1000)) },
      ),
    putUrgent: (key) => send({ key, ignoreDueAt: true }, { singletonKey: `${key}!`, priority: 10 }),
  }
}
