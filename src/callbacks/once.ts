/** Does the work of a key once: those who come while it is done share it, and those who come later find it done. */
export type Once = (key: string, work: () => unknown) => Promise<void>

/** Remembers the last `memory` keys whose work succeeded; work that failed is done again. */
export const createOnce = (memory: number): Once => {
  const running = new Map<string, Promise<void>>()
  const done = new Set<string>()

  const start = async (key: string, work: () => unknown): Promise<void> => {
    try {
      await work()
      done.add(key)
      for (const oldest of done) {
        if (done.size <= memory) break
        done.delete(oldest)
      }
    } finally {
      running.delete(key)
    }
  }

  return (key, work) => {
    if (done.has(key)) return Promise.resolve()
    const known = running.get(key)
    if (known) return known
    // It begins a turn later, so that it is known before it can end.
    const promise = Promise.resolve().then(() => start(key, work))
    running.set(key, promise)
    return promise
  }
}
