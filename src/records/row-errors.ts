import type { ColumnKind } from '../../generated/columns.js'
import { RecordFormatError } from '../errors/record-format-error.js'

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

const expected: Record<ColumnKind, string> = {
  timestamp: 'a time written as YYYY-MM-DD HH:MM:SS',
  integer: 'an integer that a number holds exactly',
  decimal: 'a plain decimal number',
  string: 'a text',
}
