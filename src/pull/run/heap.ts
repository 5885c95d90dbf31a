/** A heap: the least value is taken first. */
interface Heap<T> {
  readonly size: number
  readonly least: T | undefined
  readonly push: (value: T) => void
  readonly pop: () => T | undefined
}

export const createHeap = <T>(isBefore: (one: T, other: T) => boolean): Heap<T> => {
  const values: T[] = []
  const before = (one: number, other: number): boolean => isBefore(values[one] as T, values[other] as T)
  const swap = (one: number, other: number): void => {
    ;[values[one], values[other]] = [values[other] as T, values[one] as T]
  }
  const rise = (at: number): void => {
    const parent = (at - 1) >> 1
    if (at === 0 || !before(at, parent)) return
    swap(at, parent)
    rise(parent)
  }
  const sink = (at: number): void => {
    const [left, right] = [2 * at + 1, 2 * at + 2]
    if (left >= values.length) return
    const child = right < values.length && before(right, left) ? right : left
    if (!before(child, at)) return
    swap(child, at)
    sink(child)
  }
  return {
    get size() {
      return values.length
    },
    get least() {
      return values[0]
    },
    push: (value) => rise(values.push(value) - 1),
    pop: () => {
      const least = values[0]
      const last = values.pop()
      if (values.length > 0 && last !== undefined) {
        values[0] = last
        sink(0)
      }
      return least
    },
  }
}
