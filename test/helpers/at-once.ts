/** Does the work for every value, so many at once, and gives what came out in order. */
export const atOnce = async <T, R>(
  values: readonly T[],
  most: number,
  work: (value: T) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < values.length) {
      const index = next
      next += 1
      results[index] = await work(values[index] as T)
    }
  }
  await Promise.all(Array.from({ length: most }, worker))
  return results
}
