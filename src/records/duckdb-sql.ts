import type { ColumnKind } from '../../generated/columns.js'
import { offsetText } from '../periods/local-time.js'
import type { TimeZone } from '../periods/time-zone.js'
import type { AnyColumn, FileColumn } from './header.js'
import { MAX_ROW_BYTES } from './limits.js'

/** Digits of an amount: ten before the point and eight after it, in 64 bits that every reader of Parquet knows. */
const [DIGITS, SCALE] = [18, 8] as const

/** The message of DuckDB's error when an amount has more digits after the point than are kept. */
export const TOO_PRECISE = 'more digits than Parquet keeps'

/** A name in SQL. */
export const name = (text: string): string => `"${text.replaceAll('"', '""')}"`
/** A text in SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
/** A path in SQL, with the characters escaped that DuckDB takes for a pattern. */
export const pathLiteral = (path: string): string => literal(path.replace(/[*?[]/g, '[$&]'))

/** The type of a column by the kind of its values. Telephone numbers are text, so they keep every digit. */
const sqlType: Readonly<Record<ColumnKind, string>> = {
  timestamp: 'TIMESTAMP',
  integer: 'BIGINT',
  decimal: `DECIMAL(${DIGITS}, ${SCALE})`,
  string: 'VARCHAR',
}

/** Rounding an amount would make a wrong bill, so too many digits are an error. */
const decimal = (text: string): string =>
  `CASE WHEN strpos(${text}, '.') > 0 AND length(${text}) - strpos(${text}, '.') > ${SCALE} ` +
  `THEN error('${TOO_PRECISE}') ELSE CAST(${text} AS ${sqlType.decimal}) END`

const cast: Readonly<Record<ColumnKind, (text: string) => string>> = {
  timestamp: (text) => `CAST(${text} AS TIMESTAMP)`,
  integer: (text) => `CAST(${text} AS BIGINT)`,
  decimal,
  string: (text) => text,
}

/**
 * The values of a record, each typed and under its property, from columns that DuckDB has read as text.
 *
 * @param textOf - The SQL name of the text of a property; undefined when the file has no such column.
 */
export const typedValues = (
  columns: readonly AnyColumn[],
  textOf: (property: string) => string | undefined,
): string[] =>
  columns.map(({ property, kind }) => {
    const text = textOf(property)
    return `${text === undefined ? `CAST(NULL AS ${sqlType[kind]})` : cast[kind](text)} AS ${name(property)}`
  })

/** A column with the start of a call for the clocks of a zone. */
export interface LocalColumn {
  readonly name: string
  /** The property that is in UTC. */
  readonly property: string
  readonly zone: TimeZone
}

/**
 * A time in UTC as the clocks of a zone show it, with the offset, as text: `2026-10-25T03:30:00+03:00`. DuckDB knows no
 * zones without an extension, so it is told every change of clocks from 1970 to the end of next year; other times are null.
 */
export const localTimeValue = (text: string, { name: column, zone }: LocalColumn): string => {
  const time = `CAST(${text} AS TIMESTAMP)`
  const end = Date.UTC(new Date().getUTCFullYear() + 2, 0, 1)
  const cases: string[] = []
  for (let at = 0; at < end;) {
    const { offsetMs, to } = zone.offsetAt(at)
    const until = new Date(Math.min(to, end)).toISOString().slice(0, 19)
    const shown = `strftime(${time} + to_seconds(${offsetMs / 1000}), '%Y-%m-%dT%H:%M:%S') || '${offsetText(offsetMs)}'`
    cases.push(`WHEN ${time} < TIMESTAMP '${until}' THEN ${shown}`)
    at = to
  }
  return `CASE WHEN ${time} < TIMESTAMP '1970-01-01' THEN NULL ${cases.join(' ')} END AS ${name(column)}`
}

/**
 * How DuckDB reads the pieces of a CSV file. By itself it takes each piece alone, in bounded memory, and gives up where
 * one begins in a row before a row in quotes. Strict, it does not give up, but knows no line ends of CR and LF. As one
 * piece it reads everything, and keeps all of the text in memory.
 */
export const PIECES = {
  alone: ['strict_mode = false'],
  strict: ['strict_mode = true'],
  one: ['strict_mode = false', 'parallel = false'],
} as const

/** A CSV file as DuckDB reads it: every column as text, `c0`, `c1` and so on, in the order of the header. */
export const csvSource = (from: string, header: readonly FileColumn[], options: readonly string[]): string => {
  const columns = header.map((_, index) => `c${index}: 'VARCHAR'`).join(', ')
  const settings = [
    'auto_detect = false',
    'header = true',
    "delim = ','",
    `quote = '"'`,
    `escape = '"'`,
    `columns = {${columns}}`,
    `max_line_size = ${MAX_ROW_BYTES + 2}`,
    `buffer_size = ${2 * MAX_ROW_BYTES}`,
    ...options,
  ]
  return `read_csv(${from}, ${settings.join(', ')})`
}

/** The typed values of a CSV file with this header, unknown columns under `other`. */
export const csvValues = (header: readonly FileColumn[], columns: readonly AnyColumn[]): string[] => {
  const values = typedValues(columns, (property) => {
    const index = header.findIndex((column) => column.property === property)
    return index < 0 ? undefined : `c${index}`
  })
  const unknown = header.flatMap(({ name: column, property }, index) =>
    property === undefined ? [{ column: literal(column), text: `c${index}` }] : [],
  )
  if (unknown.length === 0) return values
  const [keys, texts] = [unknown.map(({ column }) => column), unknown.map(({ text }) => text)]
  return [...values, `MAP([${keys.join(', ')}], [${texts.join(', ')}]) AS other`]
}
