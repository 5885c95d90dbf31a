import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnsOf } from '../../src/records/columns-of.js'
import { decodeRecords } from '../../src/records/decode-records.js'
import { type DecodeOptions } from '../../src/records/records.js'
import { generatedFile } from '../fixtures/records/generated.js'
import { cut, rawRows, stream } from '../fixtures/records/read.js'

const options = { relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n'] }

test('10,000 random files are read as csv-parse reads them', () => {
  let compared = 0
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r\n', '\r', 'a', ' ', 'é', '""', '","'), maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      (text, size) => {
        // A carriage return at the very end is the half of a line end for us, data for csv-parse.
        fc.pre(!text.endsWith('\r'))
        let theirs: unknown
        try {
          theirs = parse(text, options)
        } catch {
          // It refuses a quote inside a bare field, which we keep.
          return
        }
        compared += 1
        expect(rawRows(cut(Buffer.from(text), size), true)).toEqual(theirs)
      },
    ),
    { numRuns: 10_000, seed: 61 },
  )
  expect(compared).toBeGreaterThan(2_000)
})

test('10,000 files of calls give the values that csv-parse and a plain conversion give', async () => {
  let values = 0
  await fc.assert(
    fc.asyncProperty(generatedFile, fc.constantFrom(0, 1, 13, 4096), async ({ apiVersion, exportType, csv }, size) => {
      const columns = new Map(columnsOf(apiVersion, exportType).map((column) => [column.column, column]))
      const rows: Record<string, string>[] = parse(csv, { ...options, columns: true })
      const want = rows.map((row) =>
        Object.entries(row).map(([name, text]) => {
          const { property = name, kind = 'string' } = columns.get(name) ?? {}
          values += 1
          if (text === '') return [property, null]
          if (kind === 'integer') return [property, Number(text) + 0]
          return [property, kind === 'timestamp' ? `${text.replace(' ', 'T')}Z` : text]
        }),
      )
      const decoded: object[] = []
      const given = { apiVersion, exportType } as unknown as DecodeOptions<'2021-12-15', 'cdr_in'>
      for await (const record of decodeRecords(stream(cut(csv, size)), given)) decoded.push(record)
      const flat = decoded.map(({ other, ...record }: { other?: object }) => ({ ...record, ...other }))
      expect(flat).toEqual(want.map((row) => Object.fromEntries(row) as object))
    }),
    { numRuns: 10_000, seed: 62 },
  )
  expect(values).toBeGreaterThan(100_000)
})
