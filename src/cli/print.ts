import type { ApiVersion, Export } from '../api/types.js'
import { printable } from '../errors/printable.js'
import { largest } from './extremes.js'
import { forStream } from './terminal.js'

/** With short headings and whole seconds a line has 79 columns. */
const HEADINGS = ['id', 'type', 'status', 'created']

const line = (text: string): boolean => process.stdout.write(`${forStream(process.stdout, text)}\n`)

export const printJson = (value: unknown): boolean => line(JSON.stringify(value, null, 2))

/** A value as text, with control characters escaped. */
export const cell = (value: unknown): string =>
  value === null || value === undefined
    ? '-'
    : printable(typeof value === 'string' ? value : JSON.stringify(value), 200)

/** A table; each column is as wide as its longest cell. */
export const formatTable = (headings: readonly string[], rows: readonly (readonly unknown[])[]): string => {
  const cells = [headings, ...rows.map((row) => row.map(cell))]
  const widths = headings.map((_, index) => largest(cells.map((row) => row[index]?.length ?? 0)))
  return cells
    .map((row) =>
      row
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Prints an object, one member a line. */
export const printFields = (one: object, json: boolean | undefined): boolean => {
  if (json) return printJson(one)
  const width = Math.max(...Object.keys(one).map((name) => name.length))
  return line(
    Object.entries(one)
      .map(([name, value]) => `${name.padEnd(width)}  ${cell(value)}`)
      .join('\n'),
  )
}

/** Prints exports, one a line. */
export const printExports = (exports: readonly Export<ApiVersion>[], json: boolean | undefined): boolean => {
  if (json) return printJson(exports)
  const rows = exports.map(({ id, export_type, status, created_at }) => [
    id,
    export_type,
    status,
    typeof created_at === 'string' ? created_at.replace(/\.\d+Z$/, 'Z') : null,
  ])
  return line(formatTable(HEADINGS, rows))
}
