import type { ColumnKind } from '../../generated/columns.js'
import type { AnyColumn, FileColumn } from './header.js'
import { MAX_ROW_BYTES } from './limits.js'

/** Digits of an amount: ten before the point, eight after it, in 64 bits that every reader of Parquet knows. */
const [DIGITS, SCALE] = [18, 8] as const

/** What the database says when an amount has more digits after the point than are kept. */
export const TOO_PRECISE = 'more digits than Parquet keeps'

/** Rows that are written together: more of them make smaller files, and need more memory. */
const ROW_GROUP = 20_480

const name = (text: string): string => `"${text.replaceAll('"', '""')}"`
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

const decimal = (text: string): string =>
  `CASE WHEN strpos(${text}, '.') > 0 AND length(${text}) - strpos(${text}, '.') > ${SCALE} ` +
  `THEN error('${TOO_PRECISE}') ELSE CAST(${text} AS DECIMAL(${DIGITS}, ${SCALE})) END`

const cast: Record<ColumnKind, (text: string) => string> = {
  timestamp: (text) => `CAST(${text} AS TIMESTAMP)`,
  integer: (text) => `CAST(${text} AS BIGINT)`,
  decimal,
  string: (text) => text,
}

const sqlType: Record<ColumnKind, string> = {
  timestamp: 'TIMESTAMP',
  integer: 'BIGINT',
  decimal: `DECIMAL(${DIGITS}, ${SCALE})`,
  string: 'VARCHAR',
}

/** Copies a CSV file into Parquet: every column is read as text and cast, as the decoder does it. */
export const copyToParquet = (
  { from, to }: { readonly from: string; readonly to: string },
  fileColumns: readonly FileColumn[],
  columns: readonly AnyColumn[],
): string => {
  const texts = fileColumns.map((_, index) => `c${index}`)
  const values = columns.map(({ property, kind }) => {
    const index = fileColumns.findIndex((column) => column.property === property)
    return `${index < 0 ? `CAST(NULL AS ${sqlType[kind]})` : cast[kind](`c${index}`)} AS ${name(property)}`
  })
  const unknown = fileColumns.flatMap(({ name: column, property }, index) =>
    property === undefined ? [{ column: literal(column), text: `c${index}` }] : [],
  )
  const other = `MAP([${unknown.map(({ column }) => column).join(', ')}], [${unknown.map(({ text }) => text).join(', ')}])`
  if (unknown.length > 0) values.push(`${other} AS other`)
  const source =
    `read_csv(${literal(from)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', ` +
    `columns = {${texts.map((text) => `${text}: 'VARCHAR'`).join(', ')}}, max_line_size = ${MAX_ROW_BYTES + 2}, ` +
    `buffer_size = ${2 * MAX_ROW_BYTES}, strict_mode = false)`
  return (
    `COPY (SELECT ${values.join(', ')} FROM ${source}) TO ${literal(to)} ` +
    `(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP}, USE_TMP_FILE false)`
  )
}
