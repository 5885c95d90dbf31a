import type { World } from './world.js'

/** Some calls between two moments. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly calls: number
}

export const DAY = 86_400_000

const monthOf = (at: number): { start: number; end: number } => {
  const date = new Date(at)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  return { start: Date.UTC(year, month, 1), end: Date.UTC(year, month + 1, 1) }
}

/**
 * How many calls the month of `at` has had by then. A month that has passed has `rows`. So has, on
 * the day the sandbox begins, the month that is running; from there it goes on at the usual pace.
 */
const callsBy = ({ rows, startedAt }: World, at: number, { start, end }: { start: number; end: number }): number => {
  const running = startedAt > start && startedAt < end
  if (!running) return Math.floor((rows * (at - start)) / (end - start))
  if (at <= startedAt) return Math.floor((rows * (at - start)) / (startedAt - start))
  return rows + Math.floor((rows * (at - startedAt)) / (end - start))
}

/** The calls of the day that begins at `day`; two spans on the day the sandbox began. */
export const spansOf = (world: World, day: number): Span[] => {
  const month = monthOf(day)
  const end = day + DAY
  const cuts = world.startedAt > day && world.startedAt < end ? [day, world.startedAt, end] : [day, end]
  return cuts.slice(1).map((to, i) => {
    const from = cuts[i] ?? day
    return { from, to, calls: callsBy(world, to, month) - callsBy(world, from, month) }
  })
}
