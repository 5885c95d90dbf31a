import type { Boss } from './boss.js'

/** What is sent: which unit is to be advanced, and whether although it is not due. */
export interface AdvanceJob {
  readonly key: string
  readonly ignoreDueAt?: boolean
}

/** A queue of units to advance. */
interface Queue {
  readonly name: string
  /** Where jobs go whose retries are used up. */
  readonly dead: string
  /** Has a unit advanced as soon as somebody is free. */
  readonly put: (key: string) => Promise<void>
  /** Has a unit advanced in so many milliseconds, at the time `due`; there is one such job for each second. */
  readonly putLater: (key: string, after: number, due: number) => Promise<void>
  /** Has a unit looked at although it is not due. */
  readonly putUrgent: (key: string) => Promise<void>
}

/** Seconds after which a job that neither ended nor failed is given to another: a backstop, longer than any turn. */
const EXPIRY = 900

/** Retries of a turn that threw, which only a bug or a store out of reach does. */
export const RETRIES = 8

/** What only the newer versions know, and what the older has in its place: 14 days to be fetched in. */
const MODERN = { retryDelayMax: 300, heartbeatSeconds: 30, deleteAfterSeconds: 86_400 }
const OLDER = { retentionMinutes: 14 * 24 * 60 }

/**
 * Makes the queues when they are not there. The policy `short` keeps one waiting job for each key; the running one
 * does not count, so that it can send its next.
 *
 * A job for later has the time in its key, or it would swallow one that is to come sooner. Whatever jobs there are
 * of a unit, those that find it not due leave the same one behind.
 */
export const openQueue = async (boss: Boss, name: string): Promise<Queue> => {
  const dead = `${name}_dead`
  const ensure = async (queue: string, options: object): Promise<void> => {
    // What exists is left as it is by all versions, whatever the options.
    if (!(await boss.getQueue(queue))) await boss.createQueue(queue, { name: queue, ...options })
  }
  await ensure(dead, {})
  await ensure(name, {
    policy: 'short',
    expireInSeconds: EXPIRY,
    retryLimit: RETRIES,
    retryDelay: 5,
    retryBackoff: true,
    deadLetter: dead,
    ...(typeof boss.upsert === 'function' ? MODERN : OLDER),
  })
  // Null, since one waits already, is as good.
  const send = async (order: AdvanceJob, options: object): Promise<void> => {
    await boss.send(name, order, options)
  }
  return {
    name,
    dead,
    put: (key) => send({ key }, { singletonKey: key }),
    putLater: (key, after, due) =>
      send(
        { key },
        { singletonKey: `${key}@${Math.ceil(due / 1000)}`, startAfter: Math.max(1, Math.ceil(after / 1000)) },
      ),
    putUrgent: (key) => send({ key, ignoreDueAt: true }, { singletonKey: `${key}!`, priority: 10 }),
  }
}
