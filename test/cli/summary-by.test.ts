import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { columnsOf } from '../../src/records/columns-of.js'
import { cli } from '../helpers/cli.js'

let folder = ''
let file = ''
const HEADER = columnsOf('2021-12-15', 'cdr_in').map(({ column }) => column)

/** A call with a start, a source, a DID, a code and a charge; answered with code 200. */
const row = (start: string, source: string, did: string, code: string, charge: string): string => {
  const cells: Record<string, string> = {
    'Date/Time Start (UTC)': start,
    'Date/Time Connect (UTC)': code === '200' ? start : '',
    Source: source,
    DID: did,
    'Duration (secs)': code === '200' ? '60' : '0',
    'Disconnect Code': code,
    'TollFree Amount (USD)': charge,
    'Termination Amount (USD)': '0',
    'Metered Channels Amount (USD)': '0',
  }
  return HEADER.map((name) => cells[name] ?? '').join(',')
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-by-'))
  file = join(folder, 'cdrs.csv.gz')
  const rows = [
    // 25 October is a Sunday; the clocks of Kyiv show its third hour twice.
    row('2026-10-25 00:30:00', '380441234567', '111', '200', '0.1'),
    row('2026-10-25 01:30:00', '442079460000', '111', '404', '0.2'),
    row('2026-10-26 12:00:00', '442079460001', '222', '200', '0.0000000001'),
    row('2026-10-26 13:00:00', 'anonymous', '222', '200', '1'),
    row('2026-10-26 13:30:00', '14165550100', '222', '486', '0'),
    row('2026-10-26 13:45:00', '12125550100', '', '486', '0'),
  ]
  await writeFile(file, gzipSync(`${[HEADER.join(','), ...rows].join('\n')}\n`))
})
afterAll(() => rm(folder, { recursive: true }))

const TYPE = ['--type', 'cdr_in', '--api-version', '2021-12-15']
const groupsBy = async (...args: readonly string[]): Promise<unknown[]> => {
  const { stdout, stderr, code } = await cli(['summary', file, ...TYPE, ...args, '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { groups } = JSON.parse(stdout) as { groups: { names: (string | null)[]; calls: number; cost: string }[] }
  return groups.map(({ names, calls, cost }) => [...names, calls, cost])
}

test.each<[string[], unknown[]]>([
  [
    ['day'],
    [
      ['2026-10-25', 2, '0.3'],
      ['2026-10-26', 4, '1.0000000001'],
    ],
  ],
  [['month'], [['2026-10', 6, '1.3000000001']]],
  [
    ['hour', '--time-zone', 'Europe/Kyiv'],
    [
      ['2026-10-25 03:00+03:00', 1, '0.1'],
      ['2026-10-25 03:00+02:00', 1, '0.2'],
      ['2026-10-26 14:00+02:00', 1, '0.0000000001'],
      ['2026-10-26 15:00+02:00', 3, '1'],
    ],
  ],
  [
    ['weekday'],
    [
      ['Monday', 4, '1.0000000001'],
      ['Sunday', 2, '0.3'],
    ],
  ],
  [
    ['weekday', '--time-zone', '-01:00'],
    [
      ['Monday', 4, '1.0000000001'],
      ['Saturday', 1, '0.1'],
      ['Sunday', 1, '0.2'],
    ],
  ],
  [['account'], [[null, 6, '1.3000000001']]],
  [
    ['did'],
    [
      ['222', 3, '1.0000000001'],
      ['111', 2, '0.3'],
      [null, 1, '0'],
    ],
  ],
  [['did', '--top', '1'], [['222', 3, '1.0000000001']]],
  [
    ['code'],
    [
      ['200', 3, '1.1000000001'],
      ['486', 2, '0'],
      ['404', 1, '0.2'],
    ],
  ],
  [
    ['country'],
    [
      ['GB', 2, '0.2000000001'],
      [null, 1, '1'],
      ['CA', 1, '0'],
      ['UA', 1, '0.1'],
      ['US', 1, '0'],
    ],
  ],
  [['did,code', '--top', '1'], [['222', '200', 2, '1.0000000001']]],
  [
    ['day,code'],
    [
      ['2026-10-25', '200', 1, '0.1'],
      ['2026-10-25', '404', 1, '0.2'],
      ['2026-10-26', '200', 2, '1.0000000001'],
      ['2026-10-26', '486', 2, '0'],
    ],
  ],
])('by %s', async (args, wanted) => {
  expect(await groupsBy('--by', ...args)).toEqual(wanted)
})

test('the whole of --by is that of a plain summary, and CSV says the same', async () => {
  const plain = JSON.parse((await cli(['summary', file, ...TYPE, '--json'])).stdout) as { total: object }
  const by = JSON.parse((await cli(['summary', file, ...TYPE, '--by', 'did,code', '--json'])).stdout) as {
    total: object
    by: string[]
  }
  expect(by).toMatchObject({ total: plain.total, by: ['did', 'code'] })
  const { stdout } = await cli(['summary', file, ...TYPE, '--by', 'did,code', '--format', 'csv'])
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    'did,code,calls,answered,asr,acd,minutes,cost',
    '222,200,2,2,1,60,2,1.0000000001',
    '222,486,1,0,0,,0,0',
  ])
})

test('a table says the outer name once', async () => {
  const { stdout } = await cli(['summary', file, ...TYPE, '--by', 'did,code'])
  expect(stdout).toContain('by DID and code, UTC')
  expect(stdout).toMatch(/^222 +200 +2 .*\n {7,}486 +1 /m)
})

test.each([
  [['--by', 'x'], '--by has no "x"'],
  [['--by', 'day,day'], '--by takes one or two different names'],
  [['--by', 'day,did,code'], '--by takes one or two different names'],
  [['--by', 'day', '--format', 'csv', '--json'], 'Either --json or --format csv'],
])('%s exits 2', async (args, message) => {
  const { code, stderr } = await cli(['summary', file, ...TYPE, ...args])
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})
