/** A column of a CSV file. */
interface Column {
  readonly column: string
  readonly property: string
  readonly kind: string
}

const SPECIAL = /[",\r\n]|^\s|\s$/

const quoted = (text: string): string => (SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** The header, as the API writes it. */
export const csvHeader = (columns: readonly Column[]): string =>
  `${columns.map(({ column }) => quoted(column)).join(',')}\n`

const cellOf = (value: unknown, kind: string): string => {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return ''
  return kind === 'timestamp' ? value.replace('T', ' ').replace('Z', '') : quoted(value)
}

/** A record as a line of CSV, as the API writes it; what is not known is left out. */
export const csvRow = (columns: readonly Column[], record: Readonly<Record<string, unknown>>): string =>
  `${columns.map(({ property, kind }) => cellOf(record[property], kind)).join(',')}\n`

/** Values as a line of CSV; null is empty. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map((cell) => (cell === null ? '' : quoted(String(cell)))).join(',')}\n`
