import { createHash } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { layouts } from '../../generated/columns.js'
import { columnsOf } from '../../src/index.js'
import { type Load, type Target, type Unit, unitKey } from '../../src/pull/index.js'
import { memoryDirectory } from './memory-directory.js'

/** One place where calls go, under test. */
export interface TargetBench extends AsyncDisposable {
  /** Opens it; the same place each time. */
  readonly open: () => Promise<Target>
  /** The DIDs of the calls that are in it, of all units, read past the target, in their order. */
  readonly dids: () => Promise<string[]>
}

const apiVersion = '2021-12-15'
const origin = 'https://api.example'

const unitOf = (day: number, filter: Unit['filter'] = {}): Unit => {
  const two = (number: number): string => String(number).padStart(2, '0')
  const [from, to] = [`2026-10-${two(day)}T00:00:00Z`, `2026-10-${two(day + 1)}T00:00:00Z`]
  return { account: 'acme', export_type: 'cdr_in', from, to, filter }
}
const unit = unitOf(1)

const columns = columnsOf(apiVersion, 'cdr_in')
const header = columns.map(({ column }) => column).join(',')
/** A row with these cells. */
const rowOf = (cells: Readonly<Record<string, string>>): string =>
  columns.map(({ column, property }) => cells[column] ?? (property === 'source' ? '"a, b"' : '')).join(',')

/** A file of calls to these DIDs. */
const fileOf = (dids: readonly string[]): Buffer =>
  gzipSync(`${[header, ...dids.map((did) => rowOf({ DID: did }))].join('\n')}\n`)

const [TIME, AMOUNT] = ['Date/Time Start (UTC)', 'Termination Amount (USD)']
/** An amount of as many digits as are read. */
const LONGEST = `0.${'0'.repeat(998)}`

/** What every target has to do: one suite for all. Call it in a `*.test.ts`. */
export const targetSuite = (name: string, createBench: () => Promise<TargetBench>): void => {
  describe(name, () => {
    let folder = ''
    let bench: TargetBench
    let target: Target
    beforeEach(async () => {
      folder = await memoryDirectory()
      bench = await createBench()
      target = await bench.open()
    })
    afterEach(async () => {
      await target.close()
      await bench[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    })
    let count = 0
    const loadOf = async (dids: readonly string[] | Buffer, patch: Partial<Load> = {}): Promise<Load> => {
      const bytes = Buffer.isBuffer(dids) ? dids : fileOf(dids)
      const path = join(folder, `${(count += 1)}.csv.gz`)
      await writeFile(path, bytes)
      const of = patch.unit ?? unit
      return {
        key: unitKey(of),
        unit: of,
        generation: 1,
        fence: 1,
        origin,
        apiVersion,
        exportId: '77ebb57f-7b01-4178-bc84-9d1a8d2ae850',
        provisional: false,
        pulledAt: Date.parse('2026-11-20T12:00:00Z'),
        path,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        onRows: () => undefined,
        signal: undefined,
        ...patch,
      }
    }
    const load = async (dids: readonly string[] | Buffer, patch: Partial<Load> = {}) =>
      target.load(await loadOf(dids, patch))

    test('keeps what was loaded, and reports it', async () => {
      expect(await target.loaded(unit)).toBeUndefined()
      const bytes = fileOf(['1', '2'])
      const held = await load(bytes)
      const want = {
        unit,
        generation: 1,
        rows: 2,
        provisional: false,
        api_version: apiVersion,
        export_id: '77ebb57f-7b01-4178-bc84-9d1a8d2ae850',
        source_sha256: createHash('sha256').update(bytes).digest('hex'),
        unknown_columns: [],
        layout: '15 columns',
        pulled_at: '2026-11-20T12:00:00.000Z',
      }
      expect(held).toMatchObject(want)
      await target.close()
      target = await bench.open()
      expect(await target.loaded(unit)).toMatchObject({ ...want, intact: true })
      expect(await bench.dids()).toEqual(['1', '2'])
    })

    test('reports the layout of a file and its unknown columns', async () => {
      const headers = Object.values(layouts[apiVersion].cdr_in[1]?.headers ?? {})
      const held = await load(gzipSync(`${[...headers.map(([name]) => name), 'X'].join(',')}\n`))
      expect(held).toMatchObject({ layout: '13 columns', unknown_columns: ['X'] })
    })

    test('loading the same again changes nothing', async () => {
      const once = await load(['1', '2'], { fence: 1 })
      expect(await load(['1', '2'], { fence: 5 })).toMatchObject({ ...once })
      expect(await bench.dids()).toEqual(['1', '2'])
    })

    test('a later generation replaces the earlier one', async () => {
      await load(['1', '2'], { provisional: true })
      expect(await load(['3'], { generation: 2, fence: 2 })).toMatchObject({ generation: 2, rows: 1 })
      expect(await bench.dids()).toEqual(['3'])
      expect(await target.loaded(unit)).toMatchObject({ generation: 2, provisional: false })
    })

    test.each<[string, Partial<Load>]>([
      ['an earlier generation', { generation: 1, fence: 9 }],
      ['an earlier fence', { generation: 3, fence: 1 }],
    ])('%s is refused, and nothing changes', async (_name, patch) => {
      await load(['1'], { generation: 2, fence: 2 })
      expect(await load(['2', '3'], patch)).toBeUndefined()
      expect(await bench.dids()).toEqual(['1'])
      expect(await target.loaded(unit)).toMatchObject({ generation: 2, rows: 1 })
    })

    test('units that overlap are refused, also when they are loaded at once', async () => {
      const wide = { ...unit, to: '2026-10-09T00:00:00Z' }
      await load(['1'])
      await expect(target.check(wide, origin)).rejects.toMatchObject({ name: 'OverlapError' })
      await expect(load(['1', '2'], { unit: wide })).rejects.toMatchObject({ name: 'OverlapError' })
      await target.check(unitOf(2), origin)
      const rivals = [unitOf(5), { ...unitOf(5), to: '2026-10-07T00:00:00Z' }]
      const settled = await Promise.allSettled(rivals.map((rival) => load(['5'], { unit: rival })))
      expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await bench.dids()).toEqual(['1', '5'])
    })

    test('units of different filters, types, accounts or days do not conflict', async () => {
      await load(['1'], { unit: unitOf(1, { did: '1' }) })
      await load(['2'], { unit: unitOf(1, { did: '2' }) })
      await load(['3'], { unit: { ...unit, account: 'other' } })
      await load(['4'], { unit: unitOf(2) })
      await expect(target.check(unit, origin)).rejects.toMatchObject({ name: 'OverlapError' })
      expect((await bench.dids()).sort()).toEqual(['1', '2', '3', '4'])
    })

    test('calls of another API are refused', async () => {
      await load(['1'])
      const other = 'https://sandbox.example'
      await expect(target.check(unitOf(2), other)).rejects.toMatchObject({ code: 'other_origin' })
      await expect(load(['2'], { unit: unitOf(2), origin: other })).rejects.toMatchObject({ code: 'other_origin' })
      expect(await bench.dids()).toEqual(['1'])
    })

    test.each<[string, () => Buffer, string]>([
      ['a file of another layout', () => gzipSync('a,b\n1,2\n'), 'unknown_layout'],
      ['a ragged row at the end', () => Buffer.concat([fileOf(['1', '2']), gzipSync('1,2\n')]), 'ragged_row'],
      ['a file that was cut', () => fileOf(['1', '2']).subarray(0, -6), 'truncated'],
    ])('%s leaves what was there unchanged', async (_name, bytes, code) => {
      await load(['1'])
      await expect(load(bytes(), { generation: 2, fence: 2 })).rejects.toMatchObject({ code })
      expect(await bench.dids()).toEqual(['1'])
      expect(await target.loaded(unit)).toMatchObject({ generation: 1, intact: true })
    })

    test.each<[string, string, readonly string[]]>([
      ['a text with a NUL byte', 'Source', ['44\0', '"\0"', 'a\0b']],
      ['a time in the year 0000', TIME, ['0000-02-29 00:00:00', '0000-01-01 00:00:00']],
      ['an amount of 200,000 digits', AMOUNT, ['1'.repeat(200_000), `0.${'1'.repeat(200_000)}`, `${LONGEST}0`]],
    ])('%s is refused with its line and column', async (_name, column, cells) => {
      for (const cell of cells) {
        const file = gzipSync(`${[header, rowOf({ DID: '1' }), rowOf({ [column]: cell })].join('\n')}\n`)
        const want = { name: 'RecordFormatError', code: 'invalid_value', line: 3, column }
        await expect(load(file)).rejects.toMatchObject(want)
      }
      const rows = [`${header},X`, `${rowOf({})},1`, `${rowOf({})},\0`]
      const want = { name: 'RecordFormatError', code: 'invalid_value', line: 3, column: 'X' }
      await expect(load(gzipSync(rows.join('\n')))).rejects.toMatchObject(want)
      const named = load(gzipSync([`${header},X\0`, `${rowOf({})},1`].join('\n')))
      await expect(named).rejects.toMatchObject({ ...want, line: 1, column: 'X\0' })
      expect(await target.loaded(unit)).toBeUndefined()
    })

    test('a time in the year 0001 and an amount of a thousand characters are loaded, or refused by Parquet', async () => {
      const rows = [
        header,
        rowOf({ DID: '1', [TIME]: '0001-01-01 00:00:00' }),
        rowOf({ DID: '2', [TIME]: '9999-12-31 23:59:59' }),
      ]
      expect(await load(gzipSync(rows.join('\n')))).toMatchObject({ rows: 2 })
      const long = load(gzipSync([...rows, rowOf({ DID: '3', [AMOUNT]: LONGEST })].join('\n')), { generation: 2 })
      if (name.endsWith('parquet')) {
        await expect(long).rejects.toMatchObject({ code: 'invalid_value', line: 4, column: AMOUNT })
      } else expect(await long).toMatchObject({ rows: 3 })
    })

    test('an abort leaves what was there', async () => {
      await load(['1'])
      const signal = AbortSignal.abort(new Error('enough'))
      await expect(load(['2'], { generation: 2, fence: 2, signal })).rejects.toThrow('enough')
      expect(await bench.dids()).toEqual(['1'])
    })

    test('a unit without calls is loaded too', async () => {
      expect(await load([])).toMatchObject({ rows: 0 })
      expect(await target.loaded(unit)).toMatchObject({ rows: 0, intact: true })
    })
  })
}
