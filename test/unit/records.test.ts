import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { layouts } from '../../generated/columns.js'
import { ConfigurationError, type DamagedRow, DownloadError, RecordFormatError, StorageError } from '../../src/index.js'
import { columnsOf } from '../../src/records/columns-of.js'
import { decodeRecords } from '../../src/records/decode-records.js'
import type { AnyLayout } from '../../src/records/layout.js'
import { cut, fileOf, HEADER, readInbound, ROW, rowWith, stream } from '../fixtures/records/read.js'

const folder = mkdtempSync(join(tmpdir(), 'records-'))
afterAll(() => rmSync(folder, { recursive: true }))

const recorded = {
  date_time_start_utc: '2018-12-06T05:20:58Z',
  date_time_connect_utc: null,
  date_time_end_utc: null,
  source: '4',
  did: '972397239159652',
  destination: 'sip:972397239159652@didww.com',
  duration_secs: 0,
  disconnect_initiator: 'Destination',
  disconnect_code: '408',
  response: 'SIP transaction timeout',
  tollfree_amount_usd: '0.000',
  termination_amount_usd: '0.000',
  metered_channels_amount_usd: '0.000',
  customer_id: null,
  sell_amount_points: '0.000',
}

const older = `Date/Time (UTC),Source,DID,Destination,Duration (secs),Disconnect Initiator,Disconnect Code,Response,TollFree Amount (USD),Termination Amount (USD),Metered Channels Amount (USD),Customer ID,Sell Amount (Points)
2017-06-26 01:11:42,4,97286259404,sip:test@example.com,0,Destination,404,Not Found,0.000,0.000,0.000,,0.000
2017-06-17 08:50:47,"",97286259413,iax:324@34234234,54,Origination,200,Bye,0.000,0.000,0.003,,0.000
2017-06-12 14:23:25,"",97286259407,iax:324@34234234,16,Origination,200,Bye,0.000,0.000,0.003,,0.000
`

test('the recorded row of 15 columns, compressed and not, however it is cut', async () => {
  const plain = fileOf(HEADER, ROW)
  for (const bytes of [plain, gzipSync(plain)]) {
    for (const size of [0, 1, 7]) {
      expect(await readInbound(cut(bytes, size))).toStrictEqual({ records: [recorded], error: undefined })
    }
  }
})

test('the published rows of 13 columns', async () => {
  const { records, error } = await readInbound([Buffer.from(older)])
  expect(error).toBeUndefined()
  const same = { ...recorded, destination: 'iax:324@34234234', disconnect_initiator: 'Origination' }
  const bye = { ...same, source: null, disconnect_code: '200', response: 'Bye', metered_channels_amount_usd: '0.003' }
  expect(records).toStrictEqual([
    {
      ...recorded,
      date_time_start_utc: '2017-06-26T01:11:42Z',
      did: '97286259404',
      destination: 'sip:test@example.com',
      disconnect_code: '404',
      response: 'Not Found',
    },
    { ...bye, date_time_start_utc: '2017-06-17T08:50:47Z', did: '97286259413', duration_secs: 54 },
    { ...bye, date_time_start_utc: '2017-06-12T14:23:25Z', did: '97286259407', duration_secs: 16 },
  ])
})

test('records have the properties of columnsOf, in its order', async () => {
  const columns = columnsOf('2021-12-15', 'cdr_in')
  expect(columns.map(({ column }) => column).join(',')).toBe(HEADER)
  for (const file of [fileOf(HEADER, ROW), Buffer.from(older)]) {
    const { records } = await readInbound([file])
    expect(Object.keys(records[0] ?? {})).toEqual(columns.map(({ property }) => property))
  }
  expect(columnsOf('2021-12-15', 'cdr_in')[6]).toEqual({
    column: 'Duration (secs)',
    property: 'duration_secs',
    kind: 'integer',
  })
})

test('quoted rows, CRLF, other line ends and a byte order mark make no difference', async () => {
  const quoted = ROW.split(',')
    .map((value) => `"${value}"`)
    .join(',')
  for (const text of [`\uFEFF${HEADER}\r\n${quoted}\r\n`, `${HEADER}\n${quoted}`, `${HEADER}\n\n${ROW}\r\n\n`]) {
    for (const size of [0, 1, 7]) {
      expect(await readInbound(cut(Buffer.from(text), size))).toStrictEqual({ records: [recorded], error: undefined })
    }
  }
})

test('a time at the end of a row', async () => {
  const header = HEADER.split(',').toReversed().join(',')
  const row = ROW.split(',').toReversed().join(',')
  for (const end of ['\n', '\r\n', '']) {
    const { records, error } = await readInbound([Buffer.from(`${header}${end || '\n'}${row}${end}`)])
    expect(error).toBeUndefined()
    expect(records).toStrictEqual([recorded])
  }
})

test('other names of a column, and unknown columns, which are reported once', async () => {
  const header = `X,${HEADER.replace(',Response,', ',Disconnect Response,')},__proto__`
  const reports: string[][] = []
  const onUnknownColumns = (names: string[]) => void reports.push(names)
  const { records, error } = await readInbound([fileOf(header, `1,${ROW},"é"`, `,${ROW},`)], { onUnknownColumns })
  expect(error).toBeUndefined()
  expect(reports).toEqual([['X', '__proto__']])
  expect(records.map(({ other }) => Object.entries(other ?? {}))).toEqual([
    [
      ['X', '1'],
      ['__proto__', 'é'],
    ],
    [
      ['X', null],
      ['__proto__', null],
    ],
  ])
  expect(Object.assign({}, records[0], { other: undefined })).toEqual(recorded)
})

const LAYOUTS = Object.entries(layouts).flatMap(([version, types]) =>
  Object.entries(types).flatMap(([type, known]: [string, readonly AnyLayout[]]) =>
    known.filter(({ required }) => required.length > 0).map((layout) => ({ version, type, layout, name: layout.name })),
  ),
)
test.each(LAYOUTS)('says that a header is that of $type of $version with $name', async ({ version, type, layout }) => {
  const header = layout.required.map((property) => layout.headers[property]?.[0] ?? '').join(',')
  const told: string[] = []
  const options = { apiVersion: version, exportType: type, onLayout: (name: string) => void told.push(name) }
  for await (const record of decodeRecords(stream([fileOf(header)]), options as never)) expect(record).toBeUndefined()
  expect(told).toEqual([layout.name])
})

test('an outbound file needs only the columns that are certain', async () => {
  const file = fileOf('Trunk,Date/Time Connect (UTC),Date/Time Start (UTC),CLI', 'A,,2021-12-12 10:00:00,447700900000')
  const records = []
  for await (const batch of decodeRecords(stream([file]), {
    apiVersion: '2021-12-15',
    exportType: 'cdr_out',
  }).batches()) {
    records.push(...batch)
  }
  expect(records).toMatchObject([
    {
      date_time_start_utc: '2021-12-12T10:00:00Z',
      date_time_connect_utc: null,
      cli: '447700900000',
      other: { Trunk: 'A' },
    },
  ])
})

const outbound = 'Date/Time Start (UTC),Date/Time Connect (UTC),CLI'

test.each<[string, { given: string[]; want: { code: string; line?: number; column?: string }; records?: number }]>([
  ['zero bytes', { given: [], want: { code: 'empty_file' } }],
  ['an empty line', { given: [''], want: { code: 'empty_file' } }],
  ['a page', { given: ['<!doctype html>', '<p>"No"'], want: { code: 'unknown_layout', line: 1 } }],
  ['semicolons', { given: [HEADER.replaceAll(',', ';')], want: { code: 'unknown_layout' } }],
  ['a missing column', { given: [HEADER.replace(',DID', '')], want: { code: 'unknown_layout' } }],
  ['a column twice', { given: [`${HEADER},Source`], want: { code: 'duplicate_column', column: 'Source' } }],
  ['an unknown column twice', { given: [`${HEADER},X,X`], want: { code: 'duplicate_column', column: 'X' } }],
  [
    'two names of one column',
    { given: [`${HEADER},Disconnect Response`], want: { code: 'duplicate_column', column: 'Disconnect Response' } },
  ],
  ['a field too few', { given: [HEADER, ROW, '1,2'], want: { code: 'ragged_row', line: 3 }, records: 1 }],
  [
    'a field too many',
    { given: [HEADER, rowWith({ Source: '"a\nb"' }), `${ROW},`], want: { code: 'ragged_row', line: 4 }, records: 1 },
  ],
  [
    'a second header with other line ends',
    { given: [HEADER, ROW, `${HEADER}\r`, `${ROW}\r`], want: { code: 'duplicate_header', line: 3 }, records: 1 },
  ],
  [
    'a second header in quotes',
    {
      given: [HEADER, ROW, `"${HEADER.replaceAll(',', '","')}"`],
      want: { code: 'duplicate_header', line: 3 },
      records: 1,
    },
  ],
  [
    'a second header on the line of a row',
    { given: [HEADER, ROW, `${ROW}${HEADER}`], want: { code: 'ragged_row', line: 3 }, records: 1 },
  ],
  ['a second header', { given: [HEADER, ROW, HEADER, ROW], want: { code: 'duplicate_header', line: 3 }, records: 1 }],
  [
    'a quote without end',
    { given: [HEADER, ROW, rowWith({ Source: '"4' })], want: { code: 'unterminated_quote', line: 3 }, records: 1 },
  ],
  ['text after a quote', { given: [HEADER, rowWith({ Source: '"4"4' })], want: { code: 'invalid_quote', line: 2 } }],
])('%s is an error', async (_name, { given, want, records = 0 }) => {
  for (const size of [0, 1, 7]) {
    const read = await readInbound(cut(fileOf(...given), size))
    expect(read.error).toBeInstanceOf(RecordFormatError)
    expect(read.error).toMatchObject(want)
    expect(read.records).toHaveLength(records)
  }
})

test('an unknown layout is reported with what is missing and what would fit', async () => {
  const { error } = await readInbound([fileOf(outbound)])
  expect((error as Error).message).toBe(
    'The header is not one of cdr_in of 2021-12-15: it fits cdr_out of 2021-12-15 (known in part), cdr_out of 2022-05-10 (known in part); it lacks Date/Time End (UTC), Source, DID and 10 more',
  )
})

test.each([
  ['semicolons', Buffer.from(HEADER.replaceAll(',', ';')), /separated by ; rather than commas/],
  ['tabs', Buffer.from(HEADER.replaceAll(',', '\t')), /separated by tabs rather than commas/],
  ['UTF-16', Buffer.from(`\uFEFF${HEADER}`, 'utf16le'), /in UTF-16, not in UTF-8/],
  ['UTF-16 without a mark', Buffer.from(HEADER, 'utf16le'), /in UTF-16, not in UTF-8/],
  ['UTF-16, big end first', Buffer.from(`\uFEFF${HEADER}`, 'utf16le').swap16(), /in UTF-16, not in UTF-8/],
])('a header with %s says so', async (_name, header, message) => {
  const { error } = await readInbound([Buffer.concat([header, Buffer.from('\n')])])
  expect(error).toMatchObject({
    code: 'unknown_layout',
    line: 1,
    message: expect.stringMatching(message) as string,
    hint: expect.stringContaining('as it was downloaded') as string,
  })
})

test('a complete inbound file is not taken for an outbound one, whose layout requires less', async () => {
  const read = async (strict: boolean): Promise<unknown[]> => {
    const records: unknown[] = []
    const options = { apiVersion: '2021-12-15', exportType: 'cdr_out', strict } as const
    for await (const one of decodeRecords(stream([fileOf(HEADER, ROW)]), options)) records.push(one)
    return records
  }
  await expect(read(true)).rejects.toMatchObject({
    code: 'unknown_layout',
    message:
      'The header is not one of cdr_out of 2021-12-15: it fits cdr_in of 2021-12-15 (15 columns), cdr_in of 2022-05-10 (15 columns)',
  })
  expect(await read(false)).toMatchObject([{ source: '4', other: { DID: '972397239159652' } }])
})

const START = 'Date/Time Start (UTC)'
const AMOUNT = 'Termination Amount (USD)'
const SECONDS = 'Duration (secs)'

test.each([
  [START, '2018-13-01 00:00:00'],
  [START, '2018-00-01 00:00:00'],
  [START, '2018-02-31 00:00:00'],
  [START, '2018-02-29 00:00:00'],
  [START, '1900-02-29 00:00:00'],
  [START, '2018-04-31 00:00:00'],
  [START, '2018-12-00 00:00:00'],
  [START, '2018-12-32 00:00:00'],
  [START, '2018-12-06 24:00:00'],
  [START, '2018-12-06 23:60:00'],
  [START, '2018-12-06 23:59:60'],
  [START, '2018-12-06T05:20:58'],
  [START, '2018-12-06 05:20:58Z'],
  [START, '2018-12-06 05:20'],
  [START, '2018-12-06 05:20:5x'],
  [START, '2018/12/06 05:20:58'],
  [START, '0000-00-00 00:00:00'],
  [START, ' '],
  [SECONDS, '1.5'],
  [SECONDS, '1e3'],
  [SECONDS, '+1'],
  [SECONDS, '-'],
  [SECONDS, ' 1'],
  [SECONDS, '9007199254740992'],
  [SECONDS, '9007199254740993'],
  [SECONDS, '99999999999999999999'],
  [AMOUNT, '.5'],
  [AMOUNT, '5.'],
  [AMOUNT, '1.2.3'],
  [AMOUNT, '"1,5"'],
  [AMOUNT, '1e3'],
  [AMOUNT, '-'],
  [AMOUNT, '$1'],
  [AMOUNT, 'NaN'],
])('%s cannot be %s', async (column, value) => {
  const file = [fileOf(HEADER, ROW, rowWith({ [column]: value }), ROW)]
  const { records, error } = await readInbound(file)
  expect(error).toMatchObject({ name: 'RecordFormatError', code: 'invalid_value', line: 3, column })
  expect(records).toStrictEqual([recorded])

  const raw = value.replaceAll('"', '')
  const { property = 'source' } = columnsOf('2021-12-15', 'cdr_in').find((one) => one.column === column) ?? {}
  const lenient = await readInbound(file, { strict: false })
  expect(lenient).toStrictEqual({
    records: [recorded, { ...recorded, [property]: null, other: { [column]: raw } }, recorded],
    error: undefined,
  })
})

test.each<[string, string, string | number | null]>([
  [START, '2000-02-29 23:59:59', '2000-02-29T23:59:59Z'],
  [START, '"2018-12-31 00:00:00"', '2018-12-31T00:00:00Z'],
  [START, '""', null],
  [SECONDS, '007', 7],
  [SECONDS, '-5', -5],
  [SECONDS, '-0', 0],
  [SECONDS, '9007199254740991', Number.MAX_SAFE_INTEGER],
  [SECONDS, '', null],
  [AMOUNT, '0', '0'],
  [AMOUNT, '-0.500', '-0.500'],
  [AMOUNT, '"12345678901234567890.123456789"', '12345678901234567890.123456789'],
  ['Source', '00447', '00447'],
  ['Source', '"Zoë ""Z"" Ö, 株式会社"', 'Zoë "Z" Ö, 株式会社'],
  ['Source', '"a\nb"', 'a\nb'],
  ['Source', '"\uFFFD"', '\uFFFD'],
])('%s %s is %j', async (column, given, want) => {
  const { records, error } = await readInbound([fileOf(HEADER, rowWith({ [column]: given }))])
  expect(error).toBeUndefined()
  const { property = 'source' } = columnsOf('2021-12-15', 'cdr_in').find((one) => one.column === column) ?? {}
  expect(records).toStrictEqual([{ ...recorded, [property]: want }])
})

test('bytes that are not UTF-8 are an error, or replaced when not strict', async () => {
  const file = fileOf(HEADER, rowWith({ Source: 'caf\u00e9' })).toString('utf8')
  const bytes = [Buffer.from(file, 'latin1')]
  expect((await readInbound(bytes)).error).toMatchObject({ code: 'invalid_utf8', line: 2, column: 'Source' })
  expect((await readInbound(bytes, { strict: false })).records[0]?.source).toBe('caf\uFFFD')
})

test('a header that fits no layout is read as far as possible when not strict', async () => {
  const { records, error } = await readInbound([fileOf('DID,X', '1,2')], { strict: false })
  expect(error).toBeUndefined()
  const nothing = Object.fromEntries(Object.keys(recorded).map((property) => [property, null]))
  expect(records).toEqual([{ ...nothing, did: '1', other: { X: '2' } }])
})

test.each(['ragged_row', 'duplicate_header', 'unterminated_quote'])(
  '%s is an error also when not strict',
  async (code) => {
    const last = { ragged_row: 'x', duplicate_header: HEADER, unterminated_quote: '"' }[code] ?? ''
    expect((await readInbound([fileOf(HEADER, ROW, last)], { strict: false })).error).toMatchObject({ code, line: 3 })
  },
)

test('a row with too few or too many fields is told and left out, when not strict and somebody is told', async () => {
  const bad = ['x', `${ROW},`, '"a\n""b",ü', ',']
  const rows = fc.array(fc.oneof(fc.constant(ROW), fc.constantFrom(...bad)), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 0, max: 200 }), fc.boolean(), async (lines, size, ends) => {
      const file = fileOf(HEADER, ...lines)
      const told: DamagedRow[] = []
      const options = { strict: false, onDamagedRow: (row: DamagedRow) => void told.push(row) }
      const bytes = ends ? file : file.subarray(0, -1)
      const { records, error } = await readInbound(cut(bytes, size), options)
      expect(error).toBeUndefined()
      expect(records).toStrictEqual(lines.filter((line) => line === ROW).map(() => recorded))
      let line = 2
      const wanted = lines.map((text) => {
        const at = line
        line += text.split('\n').length
        return { line: at, text }
      })
      expect(told.map(({ line, text }) => ({ line, text }))).toEqual(wanted.filter(({ text }) => text !== ROW))
      expect(told.map(({ fields }) => fields)).toEqual(
        lines.filter((text) => text !== ROW).map((text) => ({ x: 1, [`${ROW},`]: 16 })[text] ?? 2),
      )
    }),
    { numRuns: 200 },
  )
})

test('a strict reader tells nobody of a damaged row: it is an error', async () => {
  const onDamagedRow = vi.fn()
  expect((await readInbound([fileOf(HEADER, ROW, 'x')], { onDamagedRow })).error).toMatchObject({ code: 'ragged_row' })
  expect(onDamagedRow).not.toHaveBeenCalled()
})

const long = gzipSync(
  fileOf(HEADER, ...Array.from({ length: 3_000 }, (_, at) => rowWith({ Source: String(at * 7919) }))),
)
const changed = (at: number, bit = 1): Buffer => {
  const copy = Buffer.from(long)
  copy[at < 0 ? copy.length + at : at] = (copy.at(at) ?? 0) ^ bit
  return copy
}

test.each<[string, { given: Uint8Array; want: string }]>([
  ['a missing last byte', { given: long.subarray(0, -1), want: 'truncated' }],
  ['a missing trailer', { given: long.subarray(0, -8), want: 'truncated' }],
  ['half a file', { given: long.subarray(0, long.length / 2), want: 'truncated' }],
  ['the magic only', { given: long.subarray(0, 2), want: 'truncated' }],
  ['half the magic', { given: long.subarray(0, 1), want: 'truncated' }],
  ['another checksum', { given: changed(-8), want: 'corrupt' }],
  ['another length', { given: changed(-1), want: 'corrupt' }],
  ['a broken header', { given: changed(2), want: 'corrupt' }],
  ['text after the end', { given: Buffer.concat([long, Buffer.from('and more')]), want: 'corrupt' }],
])('%s is reported, however the file is cut', async (_name, { given, want }) => {
  for (const size of [0, 1, 1_000]) {
    const { error } = await readInbound(cut(given, size))
    expect(error).toBeInstanceOf(DownloadError)
    expect(error).toMatchObject({ code: want })
  }
})

test('any flipped bit in the data ends in an error or gives the same records', async () => {
  const bytes = gzipSync(fileOf(HEADER, ROW, ROW))
  for (let bit = 0; bit < bytes.length * 8; bit += 3) {
    const copy = Buffer.from(bytes)
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const { records, error } = await readInbound([copy])
    if (error === undefined) expect(records).toStrictEqual([recorded, recorded])
  }
})

test('members of one gzip file are one text, zeros after it are ignored, a doubled file is reported', async () => {
  const [header, row] = [gzipSync(fileOf(HEADER)), gzipSync(fileOf(ROW))]
  const empty = gzipSync('')
  for (const size of [0, 1, 7]) {
    const empties = Array.from({ length: 1000 }, () => empty)
    const members = Buffer.concat([header, ...empties, row, row, Buffer.alloc(600)])
    expect(await readInbound(cut(members, size))).toStrictEqual({ records: [recorded, recorded], error: undefined })
    const doubled = Buffer.concat([header, row, header, row])
    expect((await readInbound(cut(doubled, size))).error).toMatchObject({ code: 'duplicate_header', line: 3 })
    const last = Buffer.concat([header, row, gzipSync(HEADER)])
    expect((await readInbound(cut(last, size))).error).toMatchObject({ code: 'duplicate_header', line: 3 })
    const marked = Buffer.concat([header, row, gzipSync(fileOf(`\uFEFF${HEADER}`, ROW))])
    expect((await readInbound(cut(marked, size))).error).toMatchObject({ code: 'duplicate_header', line: 3 })
  }
})

test.each([
  ['another member', gzipSync(fileOf(ROW))],
  ['something else', Buffer.from('x')],
])('zeros that are followed by %s are not the end of a file', async (_what, more) => {
  const bytes = Buffer.concat([gzipSync(fileOf(HEADER, ROW)), Buffer.alloc(5), more])
  for (const size of [0, 1, 7]) {
    expect((await readInbound(cut(bytes, size))).error).toMatchObject({ name: 'DownloadError', code: 'corrupt' })
  }
})

test('leaving while a batch is pending drops it', async () => {
  const text = fileOf(HEADER, ...Array.from({ length: 100 }, () => ROW))
  const calls = decodeRecords(new Blob([text.toString()]).stream(), { apiVersion: '2021-12-15', exportType: 'cdr_in' })
  const loop = calls[Symbol.asyncIterator]()
  const first = loop.next()
  const left = loop.return?.()
  expect([(await first).done, (await left)?.done, (await loop.next()).done]).toEqual([true, true, true])
})

test('a path, whatever its name says, again and again', async () => {
  const path = join(folder, 'a.csv')
  writeFileSync(path, gzipSync(fileOf(HEADER, ROW)))
  const records = decodeRecords(path, { apiVersion: '2021-12-15', exportType: 'cdr_in' })
  for (let turn = 0; turn < 2; turn++) {
    for await (const batch of records.batches()) expect(batch).toStrictEqual([recorded])
  }
})

const all = async <R>(records: AsyncIterable<R>): Promise<R[]> => {
  const found: R[] = []
  for await (const record of records) found.push(record)
  return found
}

test('a ReadableStream, once', async () => {
  const source = new Blob([gzipSync(fileOf(HEADER, ROW))]).stream()
  const records = decodeRecords(source, { apiVersion: '2021-12-15', exportType: 'cdr_in' })
  expect(await all(records)).toStrictEqual([recorded])
  await expect(all(records)).rejects.toMatchObject({ name: 'ConfigurationError', code: 'source_used' })
})

test.each([
  ['ENOENT', join(folder, 'missing')],
  ['EISDIR', folder],
  ['ENOTDIR', '/dev/null/x'],
])('%s is a StorageError', async (errno, path) => {
  const { error } = await readInbound(path)
  expect(error).toBeInstanceOf(StorageError)
  expect(error).toMatchObject({ errno })
})

test('wrong arguments are refused at once', async () => {
  const decode =
    (options: object, source: unknown = []) =>
    () =>
      decodeRecords(source as string, options as { apiVersion: '2021-12-15'; exportType: 'cdr_in' })
  for (const options of [
    { apiVersion: '2021-12-15', exportType: 'toString' },
    { apiVersion: 'x', exportType: 'cdr_in' },
  ]) {
    expect(decode(options)).toThrow(ConfigurationError)
  }
  expect(decode({ apiVersion: '2021-12-15', exportType: 'cdr_in' }, 5)).toThrow(ConfigurationError)
  const { error } = await readInbound(['text'] as unknown as Uint8Array[])
  expect(error).toMatchObject({ code: 'invalid_source' })
})
