import { callRoles } from '../../generated/calls.js'
import type { Call, CallRecord } from '../../generated/calls.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { printable } from '../errors/printable.js'
import { asCall } from '../records/as-call.js'
import { largest } from './extremes.js'
import { cell, formatTable } from './print.js'
import { wrap } from './terminal.js'

/** Longest text of a cell: a time with its offset. */
const CELL = 25

const short = (value: unknown): string => {
  const text = cell(value)
  return text.length <= CELL ? text : `${text.slice(0, CELL - 1)}…`
}

/** A column of a file, and where it comes from. */
interface Column {
  readonly column: string
  readonly property: string
  readonly kind: string
}

/** The records to show, and what they are of. */
export interface Shown {
  readonly records: readonly object[]
  readonly columns: readonly Column[]
  readonly apiVersion: string
  readonly exportType: string
  /** Columns to show; undefined for those that bills need, and others where there is room. */
  readonly names?: readonly string[] | undefined
}

/** A column of the table. */
interface Heading {
  readonly heading: string
  readonly value: (record: Record<string, unknown>) => unknown
}

/** What bills need of a call, in this order, and the values of a call that it is made of. */
const BILLED: readonly (readonly [string, ...(keyof Call)[]])[] = [
  ['when', 'start'],
  ['from', 'caller'],
  ['to', 'did', 'destination'],
  ['seconds', 'duration'],
  ['result', 'disconnect_code'],
  ['cost', 'cost'],
]

const ofProperty = (property: string): Heading => ({ heading: property, value: (record) => record[property] })

/** Columns that were asked for by their name in a record or in the file. */
const chosen = (names: readonly string[], { columns, apiVersion, exportType }: Shown): Heading[] => {
  const known = new Map(columns.flatMap(({ property, column }) => [property, column].map((name) => [name, property])))
  return names.map((given) => {
    const property = known.get(given.trim())
    if (property !== undefined) return ofProperty(property)
    const near = nearest(given.trim(), [...known.keys()])
    const problem = `--columns: ${exportType} of ${apiVersion} has no ${printable(given, 60)}`
    throw new ConfigurationError('invalid_option', problem, {
      hint: near === undefined ? `It has ${[...new Set(known.values())].join(', ')}.` : `Did you mean ${near}?`,
    })
  })
}

/** What bills need, then the other columns of the file; the other times, which differ little, come last. */
const billed = ({ columns, apiVersion, exportType }: Shown): Heading[] => {
  const roles = callRoles[apiVersion]?.[exportType] ?? {}
  const known = BILLED.filter(([, ...parts]) => parts.some((part) => roles[part]))
  const used = new Set(known.flatMap(([, ...parts]) => parts.flatMap((part) => roles[part] ?? [])))
  const headings = known.map(([heading, ...parts]): Heading => ({
    heading,
    value: (record) => {
      const call = asCall(record as unknown as CallRecord)
      return parts.map((part) => call[part]).find((value) => value !== null) ?? null
    },
  }))
  const others = columns.filter(({ property }) => !used.has(property))
  const times = others.filter(({ kind }) => kind === 'timestamp')
  const rest = others.filter(({ kind }) => kind !== 'timestamp')
  return [...headings, ...[...rest, ...times].map(({ property }) => ofProperty(property))]
}

/**
 * Records as a table of at most `width` columns. Columns that are empty in every row are left out, unless they were
 * asked for; those that do not fit are listed below.
 *
 * @throws {ConfigurationError} `invalid_option`, when there is no such column; it names the nearest.
 */
export const formatRecords = (shown: Shown, width: number): string => {
  const rows = shown.records.map((record) => record as Record<string, unknown>)
  const headings = shown.names ? chosen(shown.names, shown) : billed(shown)
  const cells = headings.map(({ heading, value }) => ({ heading, texts: rows.map((row) => value(row)) }))
  const telling = shown.names
    ? cells
    : cells.filter(({ texts }) => rows.length === 0 || texts.some((one) => one !== null && one !== undefined))
  const fitting: typeof cells = []
  let used = 0
  for (const one of telling) {
    const column = largest([one.heading.length, ...one.texts.map((text) => short(text).length)])
    if (!shown.names && fitting.length > 0 && used + column > width) break
    fitting.push(one)
    used += column + 2
  }
  const table = formatTable(
    fitting.map(({ heading }) => heading),
    rows.map((_, row) => fitting.map(({ texts }) => short(texts[row]))),
  )
  const left = telling.slice(fitting.length).map(({ heading }) => heading)
  return left.length === 0 ? table : `${table}\n${wrap(`and ${left.join(', ')}`, width).join('\n')}`
}

/** The name that is most like a text, when it is much like it. */
const nearest = (text: string, names: readonly string[]): string | undefined => {
  const [found] = names
    .map((name) => ({ name, off: distance(text.toLowerCase(), name.toLowerCase()) }))
    .toSorted((one, other) => one.off - other.off)
  return found && found.off <= Math.max(2, text.length / 3) ? found.name : undefined
}

/** How many letters to add, remove or change, by Levenshtein. */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at]
    for (let to = 1; to <= other.length; to += 1) {
      const same = one[at - 1] === other[to - 1] ? 0 : 1
      next.push(Math.min((next[to - 1] ?? 0) + 1, (row[to] ?? 0) + 1, (row[to - 1] ?? 0) + same))
    }
    row = next
  }
  return row[other.length] ?? 0
}
