import { type Call, callAt } from './call.js'
import { type Cell, cellsOf } from './cells.js'
import { Dice, hashOf, mix } from './random.js'
import type { World } from './world.js'

/** Which calls an export has. */
export interface Selection {
  readonly type: string
  /** The first moment, in milliseconds since 1970. */
  readonly from: number
  /** The first moment after. */
  readonly to: number
  readonly did?: string
  /** Ids; any of them matches. */
  readonly trunks?: readonly string[]
  /** Other filters by name; any of the values matches. */
  readonly others: Readonly<Record<string, readonly string[]>>
}

/**
 * The calls of a selection that began before `until`, in the order of their start.
 *
 * They depend on the seed, the type and the day only, so a month is the sum of its days. A DID or trunk that the
 * account does not own gets as many calls as the account has.
 */
export function* callsOf(world: World, selection: Selection, until: number): Generator<Call> {
  const { from, type } = selection
  const guest = guestOf(world, selection)
  const numbers = { ...world, ...guest?.numbers }
  const cells = cellsOf(type)
  const others = Object.entries(selection.others).map(([name, values]) => filterOf(name, values, cells))
  const last = Math.min(selection.to, until)
  const dice = new Dice()
  for (let day = from - (from % DAY); day < last; day += DAY) {
    for (const [part, span] of spansOf(world, day).entries()) {
      const seed = hashOf(`${world.seed}/${type}/${guest?.name ?? ''}/${day}/${part}`)
      const slot = (span.to - span.from) / span.calls
      for (let i = 0; i < span.calls; i += 1) {
        const own = mix(seed + Math.imul(i, 0x9e3779b1))
        dice.seed(own)
        const start = Math.floor((span.from + (i + dice.roll()) * slot) / 1000)
        if (start * 1000 >= last) return
        if (start * 1000 < from) continue
        const call = callAt(start, numbers, dice, own)
        if (selection.did !== undefined && call.did !== selection.did) continue
        if (selection.trunks?.includes(call.trunk.id) === false) continue
        if (others.every((passes) => passes(call))) yield call
      }
    }
  }
}

/** A filter as a predicate. `_eq` and `_cont` at the end of its name say how it compares, ignoring case. */
const filterOf = (
  filter: string,
  values: readonly string[],
  cells: Readonly<Record<string, Cell>>,
): ((call: Call) => boolean) => {
  const [, name = filter, how] = /^(.*?)(?:_(eq|cont))?$/.exec(filter) ?? []
  const wanted = values.map((value) => value.toLowerCase())
  return (call) => {
    const value = cells[name]?.(call)?.toLowerCase()
    if (value === undefined) return false
    return how === 'cont' ? wanted.some((part) => value.includes(part)) : wanted.includes(value)
  }
}

const guestOf = (
  { dids, trunks }: World,
  { did, trunks: asked }: Selection,
): { name: string; numbers: Partial<World> } | undefined => {
  if (did !== undefined && !dids.includes(did)) return { name: did, numbers: { dids: [did] } }
  if (asked !== undefined && !trunks.some(({ id }) => asked.includes(id))) {
    return { name: asked.join(), numbers: { trunks: asked.map((id) => ({ id, name: `Trunk ${id.slice(0, 4)}` })) } }
  }
  return undefined
}

/** A number of calls between two moments. */
interface Span {
  readonly from: number
  readonly to: number
  readonly calls: number
}

const DAY = 86_400_000

const monthOf = (at: number): { start: number; end: number } => {
  const date = new Date(at)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  return { start: Date.UTC(year, month, 1), end: Date.UTC(year, month + 1, 1) }
}

/**
 * How many calls the month of `at` has had by then. A past month has `rows` calls. The current month has as many on the
 * day the sandbox starts, and grows at the usual pace from there.
 */
const callsBy = ({ rows, startedAt }: World, at: number, { start, end }: { start: number; end: number }): number => {
  const running = startedAt > start && startedAt < end
  if (!running) return Math.floor((rows * (at - start)) / (end - start))
  if (at <= startedAt) return Math.floor((rows * (at - start)) / (startedAt - start))
  return rows + Math.floor((rows * (at - startedAt)) / (end - start))
}

/** The calls of the day that starts at `day`; two spans on the day the sandbox started. */
const spansOf = (world: World, day: number): Span[] => {
  const month = monthOf(day)
  const end = day + DAY
  const cuts = world.startedAt > day && world.startedAt < end ? [day, world.startedAt, end] : [day, end]
  return cuts.slice(1).map((to, i) => {
    const from = cuts[i] ?? day
    return { from, to, calls: callsBy(world, to, month) - callsBy(world, from, month) }
  })
}
