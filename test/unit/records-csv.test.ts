import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordFormatError } from '../../src/index.js'
import { cut, rawRows } from '../fixtures/records/read.js'

const SIZES = [0, 1, 7]

const spectrum = dirname(createRequire(import.meta.url).resolve('csv-spectrum'))
const sound = readdirSync(join(spectrum, 'csvs'))
  .map((file) => file.replace('.csv', ''))
  // Its JSON is an object with another phone number than its CSV.
  .filter((name) => name !== 'location_coordinates')

test('csv-spectrum has eleven valid cases', () => {
  expect(sound).toHaveLength(11)
})

test.each(sound)('csv-spectrum: %s', (name) => {
  const want: unknown = JSON.parse(readFileSync(join(spectrum, 'json', `${name}.json`), 'utf8'))
  for (const size of SIZES) {
    const [header = [], ...rows] = rawRows(cut(readFileSync(join(spectrum, 'csvs', `${name}.csv`)), size))
    const records: unknown[] = rows.map((row): unknown =>
      Object.fromEntries(row.map((value, at) => [header[at], value])),
    )
    expect(records).toEqual(want)
  }
})

const long = 'x,"y"\n'.repeat(17_000)

test.each<[string, { given: string; want: string[][] }]>([
  [
    'a byte order mark',
    {
      given: '\uFEFFa,b\n1,2\n',
      want: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
  ],
  ['a byte order mark before a quote', { given: '\uFEFF"a",b\n', want: [['a', 'b']] }],
  [
    'CRLF',
    {
      given: 'a,b\r\n1,2\r\n',
      want: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
  ],
  [
    'both line ends, in quotes and outside',
    {
      given: 'a,b\r\n"1\r\n\n",2\n"3",4\r\n',
      want: [
        ['a', 'b'],
        ['1\r\n\n', '2'],
        ['3', '4'],
      ],
    },
  ],
  [
    'a carriage return alone',
    {
      given: 'a,b\n1\r2,"\r"\n',
      want: [
        ['a', 'b'],
        ['1\r2', '\r'],
      ],
    },
  ],
  [
    'no newline at the end',
    {
      given: 'a,b\n1,"2"',
      want: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
  ],
  [
    'UTF-8 of one to four bytes',
    {
      given: 'a,é\n€,"😀\uFFFD"\n',
      want: [
        ['a', 'é'],
        ['€', '😀\uFFFD'],
      ],
    },
  ],
  ['nothing but quotes', { given: '"""","""""",""\n', want: [['"', '""', '']] }],
  [
    'empty and quoted empty',
    {
      given: 'a,b,c\n,"",\n',
      want: [
        ['a', 'b', 'c'],
        ['', '', ''],
      ],
    },
  ],
  [
    'a quote inside a bare field',
    {
      given: 'a,b\n5" pipe,x""y\n',
      want: [
        ['a', 'b'],
        ['5" pipe', 'x""y'],
      ],
    },
  ],
  [
    'spaces and a NUL',
    {
      given: ' a , b\n 1, \0 \n',
      want: [
        [' a ', ' b'],
        [' 1', ' \0 '],
      ],
    },
  ],
  ['a header only', { given: 'a,b', want: [['a', 'b']] }],
  ['leading zeros', { given: 'a\n007\n', want: [['a'], ['007']] }],
  [
    'empty lines',
    {
      given: '\na,b\n\n\r\n1,2\n\n',
      want: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
  ],
  [
    'a quoted field of 100 kB',
    {
      given: `a,b\n"${long.replaceAll('"', '""')}",2\n`,
      want: [
        ['a', 'b'],
        [long, '2'],
      ],
    },
  ],
  [
    'text after a quote, when not strict',
    {
      given: 'a,b\n"1"2,"é" 3\n',
      want: [
        ['a', 'b'],
        ['"1"2', '"é" 3'],
      ],
    },
  ],
])('%s', (_name, { given, want }) => {
  for (const size of SIZES) expect(rawRows(cut(Buffer.from(given), size))).toEqual(want)
})

test.each<[string, { given: string; want: { code: string; line: number }; strict?: boolean }]>([
  ['a quote that is never closed', { given: 'a\n1\n"2\n\n3\n', want: { code: 'unterminated_quote', line: 3 } }],
  ['a quote opened in the middle of a row', { given: 'a,b\n"\n",", 2', want: { code: 'unterminated_quote', line: 3 } }],
  ['text after a quote', { given: 'a\n"1\n2"3\n', want: { code: 'invalid_quote', line: 2 }, strict: true }],
  ['513 columns', { given: `a\n${','.repeat(512)}\n`, want: { code: 'too_many_columns', line: 2 } }],
  ['a row over 1 MiB', { given: `a\n${'x'.repeat(2 ** 20 + 1)}\n`, want: { code: 'row_too_large', line: 2 } }],
  [
    'a quote open for over 1 MiB',
    { given: `a\n"${'x\n'.repeat(2 ** 19 + 5)}`, want: { code: 'row_too_large', line: 2 } },
  ],
])('%s is an error', (_name, { given, want, strict }) => {
  const bytes = Buffer.from(given)
  for (const size of bytes.length > 10_000 ? [0, 65_536, 999_999] : SIZES) {
    const read = () => rawRows(cut(bytes, size), strict)
    expect(read).toThrow(RecordFormatError)
    expect(read).toThrow(expect.objectContaining(want))
  }
})

test('512 columns and a row of 1 MiB are read', () => {
  const row = 'x'.repeat(2 ** 20)
  for (const end of ['\n', '\r\n', '']) {
    const rows = rawRows(cut(Buffer.from(`${','.repeat(511)}\n${row}${end}`), 65_536))
    expect(rows.map(({ length }) => length)).toEqual([512, 1])
    expect(rows[1]?.[0] === row).toBe(true)
  }
})

const cell = fc.oneof(
  fc.constantFrom('', ' ', '"', ',', '\n', '\r\n', '\r', '""', 'é', '0.000'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', 'я'), maxLength: 8 }),
)
const table = fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 8 })).chain(([width, height]) =>
  fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: width, maxLength: width }), {
    minLength: height,
    maxLength: height,
  }),
)

const encode = (rows: [string, boolean][][], lineEnd: string): string =>
  rows
    .map((row) =>
      row.map(([text, quote]) => (quote || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(','),
    )
    .join(lineEnd)

test('any table, encoded and cut anywhere, is read back', () => {
  fc.assert(
    fc.property(
      table,
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }),
      (rows, lineEnd, last, sizes) => {
        fc.pre(!(rows[0]?.[0]?.[0] ?? '').startsWith('\uFEFF'))
        const bytes = Buffer.from(encode(rows, lineEnd) + (last ? lineEnd : ''))
        const pieces: Uint8Array[] = []
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1
          pieces.push(bytes.subarray(at, at + size))
          at += size
        }
        expect(rawRows(pieces, true)).toEqual(rows.map((row) => row.map(([text]) => text)))
      },
    ),
    { numRuns: 400, seed: 20211215 },
  )
})

test('reads what csv-parse reads', () => {
  let compared = 0
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r\n', 'a', ' ', 'é', '""', '","'), maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      (text, size) => {
        const options = { relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n'] }
        const theirs = attempt(() => parse(text, options))
        // csv-parse refuses a quote inside a bare field, which we keep.
        if (theirs === undefined) return
        compared++
        expect(attempt(() => rawRows(cut(Buffer.from(text), size), true))).toEqual(theirs)
      },
    ),
    { numRuns: 2_000, seed: 7 },
  )
  expect(compared).toBeGreaterThan(500)
})

const attempt = (read: () => unknown): unknown => {
  try {
    return read()
  } catch {
    return undefined
  }
}
