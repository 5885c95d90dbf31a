import { callRoles } from '../../generated/calls.js'
import type { ApiVersion, ExportType } from '../api/types.js'
import { columnsOf } from './columns-of.js'
import { partOf, RowCounts } from './row-counts.js'

type Row = Readonly<Record<string, unknown>>

/** Reads calls, from the start each time. */
export type ReadCalls = () => AsyncIterable<readonly Row[]>

/** A call that one of two files has and the other has not, or that has other values in them. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before: Row | null
  readonly after: Row | null
  /** The properties that have changed. */
  readonly properties: readonly string[]
}

/** What to compare. */
export interface DiffOptions {
  readonly apiVersion: ApiVersion
  readonly exportType: ExportType<ApiVersion>
  readonly before: ReadCalls
  readonly after: ReadCalls
  readonly signal?: AbortSignal | undefined
}

/** Most differences that are in memory at once; where there are more, the files are read several times. */
const PART = 100_000

/**
 * The calls that were added, removed or changed. Whole rows are compared, whatever their order; rows that occur more
 * than once are counted. What is left on both sides is the same call when it has the same id, or else the same start,
 * caller, DID and destination. Amounts are compared as numbers, so that 0.10 is 0.1.
 *
 * Memory is bounded: 20 bytes for each different call, and 100,000 differences at a time. They come in order of their
 * start, unless there are more.
 */
export async function* diffCalls(options: DiffOptions): AsyncGenerator<Difference, void, undefined> {
  const { before, after } = options
  const { textOf, keyOf, startOf, valuesOf, rowOf } = readersOf(options)
  const counts = new RowCounts()
  await visit(before, options, (row) => counts.add(textOf(row), 1))
  // Everything of before is counted: what has no match there was added.
  const added: string[] = []
  await visit(after, options, (row) => {
    if (counts.add(textOf(row), -1) <= 0 && added.length <= PART) added.push(valuesOf(row))
  })
  const { above, below } = counts.surplus()
  const parts = Math.ceil((above + below) / PART)
  for (let part = 0; part < parts; part += 1) {
    const isIn = (row: Row): boolean => parts === 1 || partOf(keyOf(row), parts) === part
    const removed: string[] = []
    await visit(before, options, (row) => {
      if (isIn(row) && takes(counts, textOf(row), 1)) removed.push(valuesOf(row))
      return parts === 1 && removed.length === above
    })
    if (parts > 1) {
      added.length = 0
      await visit(after, options, (row) => {
        if (isIn(row) && takes(counts, textOf(row), -1)) added.push(valuesOf(row))
      })
    }
    const waiting = (values: string): Waiting => {
      const row = rowOf(values)
      return { key: keyOf(row), start: startOf(row), values }
    }
    for (const [old, now] of paired(removed.map(waiting), added.map(waiting))) {
      yield differenceOf(old ? rowOf(old.values) : null, now ? rowOf(now.values) : null, options)
    }
  }
}

/** A row that has no match. Its values are a text, which takes a fraction of the memory. */
interface Waiting {
  readonly key: string
  readonly start: string
  readonly values: string
}

type Pair = readonly [before: Waiting | undefined, after: Waiting | undefined]

/** Reads calls until `look` says that it has seen enough. */
const visit = async (
  read: ReadCalls,
  { signal }: Pick<DiffOptions, 'signal'>,
  look: (row: Row) => unknown,
): Promise<void> => {
  for await (const rows of read()) {
    signal?.throwIfAborted()
    for (const row of rows) if (look(row) === true) return
  }
}

/** How many calls were added, removed and changed. */
export interface Changes {
  readonly added: number
  readonly removed: number
  readonly changed: number
}

export const countChanges = async (differences: AsyncIterable<Difference>): Promise<Changes> => {
  const counts = { added: 0, removed: 0, changed: 0 }
  for await (const { kind } of differences) counts[kind] += 1
  return counts
}

/** Takes a row off a side that has more of it: 1 for before, -1 for after. */
const takes = (counts: RowCounts, text: string, side: 1 | -1): boolean => {
  const count = counts.add(text, side === 1 ? -1 : 1)
  if (count * side > 0) return true
  counts.add(text, side)
  return false
}

/** Rows of the same call side by side, in order of their start. */
const paired = (removed: readonly Waiting[], added: readonly Waiting[]): Pair[] => {
  const byKey = new Map<string, Waiting[]>()
  for (const row of removed) {
    const others = byKey.get(row.key)
    if (others) others.push(row)
    else byKey.set(row.key, [row])
  }
  const pairs = added.map((after): Pair => [byKey.get(after.key)?.shift(), after])
  const gone = [...byKey.values()].flatMap((rows) => rows.map((before): Pair => [before, undefined]))
  const start = ([before, after]: Pair): string => (before ?? after)?.start ?? ''
  return pairs.concat(gone).sort((one, other) => (start(one) < start(other) ? -1 : start(one) > start(other) ? 1 : 0))
}

const differenceOf = (before: Row | null, after: Row | null, options: DiffOptions): Difference => {
  if (before && after) return { kind: 'changed', before, after, properties: changedIn(before, after, options) }
  return { kind: before ? 'removed' : 'added', before, after, properties: [] }
}

const changedIn = (before: Row, after: Row, { apiVersion, exportType }: DiffOptions): string[] => {
  const known = columnsOf(apiVersion, exportType)
  const changed = known
    .filter(({ property, kind }) => canonical(before[property], kind) !== canonical(after[property], kind))
    .map(({ property }) => property)
  return otherOf(before) === otherOf(after) ? changed : [...changed, 'other']
}

/** A value that is the same for amounts that are the same. */
const canonical = (value: unknown, kind: string): string | number | null => {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return null
  return kind === 'decimal' && value.endsWith('0') && value.includes('.') ? value.replace(/\.?0+$/, '') : value
}

/** Columns that no layout knows, sorted. */
const otherOf = ({ other }: Row): string =>
  typeof other === 'object' && other !== null
    ? JSON.stringify(Object.entries(other).sort(([one], [two]) => (one < two ? -1 : 1)))
    : ''

const KEY = ['start', 'caller', 'did', 'destination'] as const

const readersOf = ({ apiVersion, exportType }: Pick<DiffOptions, 'apiVersion' | 'exportType'>) => {
  const known = columnsOf(apiVersion, exportType)
  const roles = callRoles[apiVersion]?.[exportType] ?? {}
  const [id] = roles.call_id ?? []
  const keys = KEY.flatMap((role) => roles[role] ?? [])
  const [start = ''] = roles.start ?? []
  return {
    /** No cell has the characters that stand between cells and for an empty one. */
    textOf: (row: Row): string => {
      let text = otherOf(row)
      for (const { property, kind } of known) text += `\u0000${canonical(row[property], kind) ?? '\u0001'}`
      return text
    },
    keyOf: (row: Row): string => {
      const own = id === undefined ? null : row[id]
      return JSON.stringify(typeof own === 'string' ? own : keys.map((property) => row[property] ?? null))
    },
    valuesOf: (row: Row): string => JSON.stringify([...known.map(({ property }) => row[property]), row['other']]),
    rowOf: (values: string): Row => {
      const cells = JSON.parse(values) as unknown[]
      const other = cells[known.length] ?? null
      return {
        ...Object.fromEntries(known.map(({ property }, at) => [property, cells[at] ?? null])),
        ...(other !== null && { other }),
      }
    },
    startOf: (row: Row): string => {
      const at = row[start]
      return typeof at === 'string' ? at : ''
    },
  }
}
