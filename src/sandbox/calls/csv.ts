import type { Call } from './call.js'
import { cellsOf } from './cells.js'
import type { FileColumn } from './layout.js'

const CHUNK = 64 * 1024

/** The text of a file in chunks of about 64 KiB; `onRow` is called for every line after the header. */
export function* csvOf(
  calls: Iterable<Call>,
  type: string,
  columns: readonly FileColumn[],
  onRow: () => void,
): Generator<Buffer> {
  const cells = columns.map(({ property }) => cellsOf(type)[property])
  let text = `${columns.map(({ column }) => quoted(column)).join(',')}\n`
  for (const call of calls) {
    const { quoting } = call
    for (let i = 0; i < cells.length; i += 1) {
      const value = cells[i]?.(call) ?? null
      if (i > 0) text += ','
      if (value === null) text += isBare(quoting, i) ? '' : '""'
      else if (quoting === 'all') text += always(value)
      else text += SPECIAL.test(value) ? always(value) : value
    }
    text += '\n'
    onRow()
    if (text.length < CHUNK) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

const SPECIAL = /[",\r\n]/

/** An empty cell, bare or as `""`: the published samples have both, even in one line. */
const isBare = (quoting: Call['quoting'], column: number): boolean =>
  quoting === 'bare' || (quoting === 'all' && column % 2 === 0)

const always = (value: string): string => `"${value.replaceAll('"', '""')}"`
const quoted = (value: string): string => (SPECIAL.test(value) ? always(value) : value)
