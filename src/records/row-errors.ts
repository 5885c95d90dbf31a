import type { ColumnKind } from '../../generated/columns.js'
import { printable } from '../errors/printable.js'
import { RecordFormatError } from '../errors/record-format-error.js'
import { MAX_DECIMAL_BYTES } from './limits.js'

export const raggedRow = (line: number, fields: number, columns: number): RecordFormatError =>
  new RecordFormatError('ragged_row', `Line ${line} has ${fields} fields, the header has ${columns}`, { line })

export const duplicateHeader = (line: number): RecordFormatError =>
  new RecordFormatError('duplicate_header', `Line ${line} is the header once more`, {
    line,
    hint: 'Two files may have been put together; their records can be the same calls.',
  })

export const invalidValue = (line: number, column: string, kind: ColumnKind, raw: string): RecordFormatError => {
  const shown = raw.length > 40 ? `${raw.slice(0, 40)}…` : raw
  const problem = `Line ${line}: "${shown}" in ${column} is not ${expected[kind]}`
  return new RecordFormatError('invalid_value', problem, { line, column })
}

export const invalidUtf8 = (line: number, column: string): RecordFormatError =>
  new RecordFormatError('invalid_utf8', `Line ${line}: ${column} is not UTF-8`, { line, column })

/** No text of Postgres has a NUL byte, and what stands in a text can be a telephone number: it is not shown. */
export const nulByte = (line: number, column: string): RecordFormatError =>
  new RecordFormatError('invalid_value', `Line ${line}: ${printable(column, 80)} has a NUL byte`, {
    line,
    column,
    hint: 'No text has such a byte; the file may be damaged.',
  })

const expected: Record<ColumnKind, string> = {
  timestamp: 'a time written as YYYY-MM-DD HH:MM:SS',
  integer: 'an integer that a number holds exactly',
  decimal: `a plain decimal number of at most ${MAX_DECIMAL_BYTES} characters`,
  string: 'a text',
}
