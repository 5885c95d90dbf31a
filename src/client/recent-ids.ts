import type { Clock } from '../http/clock.js'

/** How long after its creation an export may be unknown to those who ask for it, in milliseconds. */
const GRACE = 30_000

/** The ids of exports that were created a moment ago, which a replica may not know yet. */
export interface RecentIds {
  readonly add: (id: string) => void
  readonly has: (id: string) => boolean
}

export const createRecentIds = (clock: Clock): RecentIds => {
  const createdAt = new Map<string, number>()
  const forget = (): void => {
    for (const [id, at] of createdAt) {
      // The oldest come first.
      if (clock.now() - at < GRACE) return
      createdAt.delete(id)
    }
  }
  return {
    add: (id) => {
      forget()
      createdAt.set(id, clock.now())
    },
    has: (id) => {
      forget()
      return createdAt.has(id)
    },
  }
}
