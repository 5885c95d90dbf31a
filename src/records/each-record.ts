/**
 * Goes through batches record by record. Written by hand, because an async generator was measured to cost
 * twice as much for each record.
 */
export const eachRecord = <R>(batches: AsyncIterator<R[]>): AsyncIterator<R, undefined> => {
  let batch: R[] = []
  let at = 0
  let done = false
  let filling: Promise<void> | undefined

  const fill = async (): Promise<void> => {
    try {
      const next = await batches.next()
      // Who has left meanwhile gets no more.
      batch = next.done === true || done ? [] : next.value
      done ||= next.done === true
      at = 0
    } catch (error) {
      done = true
      throw error
    } finally {
      filling = undefined
    }
  }

  const next = (): Promise<IteratorResult<R, undefined>> => {
    const value = batch[at]
    if (value !== undefined) {
      at++
      return Promise.resolve({ value, done: false })
    }
    if (done) return Promise.resolve({ value: undefined, done: true })
    // Calls that come before the batch does wait for the same one.
    filling ??= fill()
    return filling.then(next)
  }

  return {
    next,
    return: async () => {
      batch = []
      done = true
      await batches.return?.()
      return { value: undefined, done: true }
    },
  }
}
