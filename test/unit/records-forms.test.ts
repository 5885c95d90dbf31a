import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RecordFormatError } from '../../src/errors/record-format-error.js'
import { columnsOf } from '../../src/records/columns-of.js'
import { decodeRecords } from '../../src/records/decode-records.js'
import { MAX_ROW_BYTES } from '../../src/records/limits.js'
import { ndjsonLines } from '../../src/records/ndjson.js'
import { writeParquet } from '../../src/records/parquet.js'
import { type DecodeOptions } from '../../src/records/records.js'
import { checkedRows } from '../../src/records/row-checks.js'
import { SpreadsheetSafe } from '../../src/records/spreadsheet-safe.js'
import { generatedFile, type GeneratedFile } from '../fixtures/records/generated.js'
import { cut, fileOf, HEADER, rawRows, rowWith, stream } from '../fixtures/records/read.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "didww [forms]*'s-"))
})
afterAll(() => rm(folder, { recursive: true }))

type Options = DecodeOptions<'2021-12-15', 'cdr_in'>

const records = async (pieces: Uint8Array[], options: Options): Promise<object[]> => {
  const found: object[] = []
  for await (const batch of decodeRecords(stream(pieces), options).batches()) found.push(...batch)
  return found
}

const lines = async (pieces: Uint8Array[], options: Options): Promise<string> => {
  const parts: Buffer[] = []
  for await (const { bytes } of ndjsonLines(stream(pieces), options)) parts.push(Buffer.from(bytes))
  return Buffer.concat(parts).toString()
}

const optionsOf = ({ apiVersion, exportType }: GeneratedFile): Options =>
  ({ apiVersion, exportType }) as unknown as Options

test('lines of JSON equal those of JSON.stringify, for any file, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(generatedFile, fc.constantFrom(0, 1, 7, 1000), async (file, size) => {
      const pieces = cut(file.csv, size)
      const want = (await records(pieces, optionsOf(file))).map((record) => `${JSON.stringify(record)}\n`).join('')
      expect(await lines(pieces, optionsOf(file))).toBe(want)
    }),
    { numRuns: 150, seed: 20211215 },
  )
})

test('lines of JSON of values that cannot be read, when not strict', async () => {
  const file = [fileOf(`${HEADER},X`, `${rowWith({ 'Duration (secs)': '1.5' })},1`, `${rowWith({ Source: '\\' })},`)]
  const options: Options = { apiVersion: '2021-12-15', exportType: 'cdr_in', strict: false }
  const want = (await records(file, options)).map((record) => `${JSON.stringify(record)}\n`).join('')
  expect(want).toContain('"other":{"X":"1","Duration (secs)":"1.5"}')
  expect(await lines(file, options)).toBe(want)
})

/** How many rows a reader finds, and what it stops at. */
const outcomeOf = async (reading: AsyncIterable<number>): Promise<object> => {
  let rows = 0
  try {
    for await (const more of reading) rows += more
    return { rows }
  } catch (error) {
    return { rows, error: error instanceof RecordFormatError ? error.toJSON() : error }
  }
}

test('checking rows and reading rows give the same errors, for any file with any byte changed', async () => {
  const codes = new Set<unknown>()
  const changed = fc.tuple(generatedFile, fc.nat(), fc.constantFrom(...Buffer.from('"\n,x9Z\xff\x80', 'latin1')))
  await fc.assert(
    fc.asyncProperty(changed, async ([file, at, byte]) => {
      const csv = Buffer.from(file.csv)
      csv[at % csv.length] = byte
      const lengths = async function* (): AsyncGenerator<number> {
        for await (const batch of decodeRecords(stream([csv]), optionsOf(file)).batches()) yield batch.length
      }
      const want = await outcomeOf(lengths())
      codes.add((want as { error?: { code: string } }).error?.code)
      expect(await outcomeOf(checkedRows(stream([csv]), optionsOf(file)))).toEqual(want)
    }),
    { numRuns: 1500, seed: 20210507 },
  )
  expect([...codes]).toEqual(expect.arrayContaining([undefined, 'invalid_value', 'invalid_utf8', 'ragged_row']))
})

test('lines before an invalid row are written, and none of that row', async () => {
  const file = fileOf(HEADER, rowWith({ Source: '1' }), rowWith({ Source: '2', 'Duration (secs)': 'x' }))
  const found: string[] = []
  const reading = ndjsonLines(stream([file]), { apiVersion: '2021-12-15', exportType: 'cdr_in' })
  const end = (async () => {
    for await (const { bytes } of reading) found.push(bytes.toString())
  })()
  await expect(end).rejects.toMatchObject({ code: 'invalid_value', line: 3 })
  expect(found.join('').split('\n')).toHaveLength(2)
})

/** A number without what does not count. */
const plain = (decimal: string): string => {
  const [, minus = '', whole = '', part = ''] = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(decimal) ?? []
  const text = `${whole}${part && `.${part}`}`
  return /^[0.]*$/.test(text) ? '0' : minus + text
}

/** What DuckDB finds in a Parquet file, in the terms of records. */
const readBack = async (
  path: string,
  { apiVersion, exportType }: Pick<GeneratedFile, 'apiVersion' | 'exportType'>,
): Promise<object[]> => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const literal = `'${path.replaceAll("'", "''").replace(/[[*]/g, '[$&]')}'`
  const kinds = new Map(columnsOf(apiVersion, exportType).map(({ property, kind }) => [property as string, kind]))
  const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet(${literal})`)
  const found = reader.getRowObjectsJson().map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        if (value === null) return [name, value]
        const text = typeof value === 'string' ? value : JSON.stringify(value)
        if (kinds.get(name) === 'timestamp') return [name, `${text.replace(' ', 'T')}Z`]
        if (kinds.get(name) === 'integer') return [name, Number(value)]
        if (kinds.get(name) === 'decimal') return [name, plain(text)]
        if (name === 'other') {
          const entries = value as { key: string; value: string | null }[]
          return [name, Object.fromEntries(entries.map((entry) => [entry.key, entry.value]))]
        }
        return [name, value]
      }),
    ),
  )
  connection.closeSync()
  instance.closeSync()
  return found
}

test('DuckDB and the decoder agree on every value of any file', async () => {
  let values = 0
  await fc.assert(
    fc.asyncProperty(generatedFile, fc.boolean(), async (file, isCompressed) => {
      const [from, to] = [join(folder, isCompressed ? 'a.csv.gz' : 'a.csv'), join(folder, 'a.parquet')]
      await writeFile(from, isCompressed ? gzipSync(file.csv) : file.csv)
      await writeParquet(from, to, { ...file, signal: undefined })
      const kinds = new Map(
        columnsOf(file.apiVersion, file.exportType).map(({ property, kind }) => [property as string, kind]),
      )
      const want = (await records([file.csv], optionsOf(file))).map((record) =>
        Object.fromEntries(
          Object.entries(record).map(([name, value]: [string, unknown]) => [
            name,
            kinds.get(name) === 'decimal' && typeof value === 'string' ? plain(value) : value,
          ]),
        ),
      )
      values += want.reduce((sum, row) => sum + Object.keys(row).length, 0)
      expect(await readBack(to, file)).toEqual(want)
    }),
    { numRuns: 60, seed: 20260416 },
  )
  expect(values).toBeGreaterThan(2_000)
}, 60_000)

test('Parquet accepts rows of the largest size anywhere, and keeps the order', async () => {
  const [from, to] = [join(folder, 'c.csv'), join(folder, 'c.parquet')]
  const longest = MAX_ROW_BYTES - rowWith({ Source: '""' }).length
  const sources = Array.from({ length: 50_000 }, (_, row) =>
    row % 7_000 === 6_999 ? String(row).padEnd(longest, `line ${row}\n`) : String(row),
  )
  const rows = sources.map((source) => rowWith({ Source: source.includes('\n') ? `"${source}"` : source }))
  expect(Math.max(...rows.map((row) => row.length))).toBe(MAX_ROW_BYTES)
  await writeFile(from, fileOf(HEADER, ...rows))
  const layout = { apiVersion: '2021-12-15', exportType: 'cdr_in' } as const
  await writeParquet(from, to, { ...layout, signal: undefined })
  const found = (await readBack(to, layout)) as { source: string }[]
  expect(found.findIndex(({ source }, row) => source !== sources[row])).toBe(-1)
  expect(found).toHaveLength(sources.length)
})

test('Parquet refuses an amount that it would round', async () => {
  const path = join(folder, 'b.csv')
  for (const amount of ['0.123456789', '12345678901']) {
    await writeFile(path, fileOf(HEADER, rowWith({ 'Termination Amount (USD)': amount })))
    const written = writeParquet(path, join(folder, 'b.parquet'), {
      apiVersion: '2021-12-15',
      exportType: 'cdr_in',
      signal: undefined,
    })
    await expect(written).rejects.toMatchObject({ name: 'RecordFormatError', code: 'invalid_value' })
  }
  await expect(readFile(join(folder, 'b.parquet'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test.each(['\n', '\r\n'])(
  'a row in quotes may stand anywhere in a large file that becomes Parquet, lines end with %j',
  async (end) => {
    const [from, to] = [join(folder, 'pieces.csv.gz'), join(folder, 'pieces.parquet')]
    const file = { apiVersion: '2026-04-16', exportType: 'cdr_in' } as const
    const columns = columnsOf(file.apiVersion, file.exportType)
    const time = '2026-10-05 12:00:00'
    const plain = columns.map(({ kind }) => (kind === 'timestamp' ? time : '12'))
    const quoted = plain.map((text, at) => (at === 12 ? '"Backup, US ""east"""' : `"${text}"`))
    const header = columns.map(({ column }) => column).join(',')
    const row = plain.join(',')
    // DuckDB reads pieces of two MiB at once, and gives up where the second one begins in the row before one in quotes.
    const before = Math.ceil((2 * 1024 ** 2 - header.length - end.length) / (row.length + end.length))
    const rows = [
      ...Array.from({ length: before }, () => row),
      quoted.join(','),
      ...Array.from({ length: 9_000 }, () => row),
    ]
    await writeFile(from, gzipSync([header, ...rows, ''].join(end)))
    await writeParquet(from, to, { ...file, signal: undefined })
    const found = await readBack(to, file)
    expect(found).toHaveLength(rows.length)
    expect(found.filter((one) => Object.values(one).includes('Backup, US "east"'))).toEqual([found[before]])
  },
)

test('Parquet is an error when DuckDB reads a row differently', async () => {
  const path = join(folder, 'return.csv')
  await writeFile(path, fileOf(HEADER, rowWith({ Response: 'a\rb' })))
  const written = writeParquet(path, join(folder, 'return.parquet'), {
    ...{ apiVersion: '2021-12-15', exportType: 'cdr_in', signal: undefined },
  })
  await expect(written).rejects.toMatchObject({ name: 'RecordFormatError', code: 'invalid_value' })
})

test('without DuckDB, Parquet is an error with the line that installs it', async () => {
  const hooks =
    'export const resolve = (name, context, next) => { if (name === "@duckdb/node-api") throw new Error("not found"); return next(name, context) }'
  const register = `import { register } from 'node:module'; register('data:text/javascript,' + ${JSON.stringify(encodeURIComponent(hooks))})`
  const preload = `data:text/javascript,${encodeURIComponent(register)}`
  const command = ['records', 'none.csv.gz', '--type', 'cdr_in', '--format', 'parquet', '--out', 'none.parquet']
  const run = promisify(execFile)(process.execPath, ['--import', preload, 'dist/src/cli/main.js', ...command])
  await expect(run).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/ConfigurationError missing_peer.*npm install @duckdb\/node-api/s) as string,
  })
})

const safe = (pieces: Uint8Array[]): string => {
  const writer = new SpreadsheetSafe()
  const parts = pieces.map((piece) => writer.add(piece))
  return Buffer.concat([...parts, writer.end()]).toString()
}

test.each<[string, { given: string; want: string }]>([
  ['formulas', { given: 'a,b\n=1+1,@SUM(A1)\n', want: "a,b\n'=1+1,'@SUM(A1)\n" }],
  ['a phone number with plus', { given: 'a\n+380441234567\n', want: "a\n'+380441234567\n" }],
  ['zeros in front', { given: 'a,b,c\n00441234,0,0.50\n', want: "a,b,c\n'00441234,0,0.50\n" }],
  [
    'more than 15 digits',
    { given: 'a,b\n123456789012345,1234567890123456\n', want: "a,b\n123456789012345,'1234567890123456\n" },
  ],
  ['what is in quotes', { given: 'a,b\n"=1,2","say ""=1"""\n', want: 'a,b\n"\'=1,2","say ""=1"""\n' }],
  ['a minus that is no number', { given: 'a,b\n-1.5,-1+1\n', want: "a,b\n-1.5,'-1+1\n" }],
  ['a tab', { given: 'a,b\n\tx,"\ry"\n', want: 'a,b\n\'\tx,"\'\ry"\n' }],
  ['a mark, empty lines, no last line end', { given: '\uFEFFa\r\n\r\n\n=1', want: "\uFEFFa\r\n\r\n\n'=1" }],
  ['nothing at all', { given: '', want: '' }],
])('spreadsheet-safe: %s', (_name, { given, want }) => {
  for (const size of [0, 1, 7]) expect(safe(cut(Buffer.from(given), size))).toBe(want)
})

test('spreadsheet-safe changes nothing but formulas and numbers that would lose digits', () => {
  fc.assert(
    fc.property(generatedFile, fc.constantFrom(0, 1, 7), ({ csv }, size) => {
      const changed = rawRows([Buffer.from(safe(cut(csv, size)))])
      const want = rawRows([csv]).map((row) =>
        row.map((cell) =>
          (/^[=+@\t\r-]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell)) || /^(?:0\d+|\d{16,})$/.test(cell)
            ? `'${cell}`
            : cell,
        ),
      )
      expect(changed).toEqual(want)
      expect(safe(cut(csv, size)).replaceAll("'", '')).toBe(csv.toString().replaceAll("'", ''))
    }),
    { numRuns: 200, seed: 87 },
  )
})
