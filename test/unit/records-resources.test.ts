import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Gunzip, gzipSync } from 'node:zlib'
import { afterAll, expect, test, vi } from 'vitest'
import { decodeRecords } from '../../src/records/decode-records.js'
import { fileOf, HEADER, ROW, rowWith, stream } from '../fixtures/records/read.js'

const inbound = { apiVersion: '2021-12-15', exportType: 'cdr_in' } as const

const folder = mkdtempSync(join(tmpdir(), 'records-'))
afterAll(() => rmSync(folder, { recursive: true }))

const MANY = 20_000
const lines = Array.from({ length: MANY }, (_, at) =>
  rowWith({
    Source: `"caller number ${at}"`,
    Destination: `sip:${at * 7919}@example.com`,
    [`Duration (secs)`]: String(at),
  }),
)
const plain = fileOf(HEADER, ...lines)
const zipped = join(folder, 'many.csv.gz')
writeFileSync(zipped, gzipSync(plain))
const unzipped = join(folder, 'many.csv')
writeFileSync(unzipped, plain)
const broken = join(folder, 'broken.csv.gz')
writeFileSync(broken, gzipSync(plain).subarray(0, 100_000))
const ragged = join(folder, 'ragged.csv.gz')
writeFileSync(ragged, gzipSync(fileOf(HEADER, ROW, '1', ...lines)))

/** Our files that this process has open. */
const openFiles = (): string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`)
      return path.startsWith(folder) ? [path] : []
    } catch {
      return []
    }
  })

const drain = async (records: AsyncIterable<unknown>): Promise<number> => {
  let count = 0
  for await (const record of records) if (record !== undefined) count++
  return count
}

/** Leaves a loop in its first turn. */
const takeOne = async (records: AsyncIterable<unknown>): Promise<unknown> => {
  for await (const record of records) return record
  return undefined
}

test.runIf(process.platform === 'linux').each([
  ['a whole file', { given: zipped }],
  ['a plain file', { given: unzipped }],
  ['a truncated file', { given: broken, code: 'truncated' }],
  ['a file with a ragged row', { given: ragged, code: 'ragged_row' }],
])('%s is closed, however the loop ends', async (_name, { given, code }: { given: string; code?: string }) => {
  const records = decodeRecords(given, inbound)
  for await (const record of records) {
    expect(record.duration_secs).toBe(0)
    expect(openFiles()).toEqual([given])
    break
  }
  expect(openFiles()).toEqual([])

  for await (const batch of records.batches()) {
    expect(batch.length).toBeGreaterThan(0)
    break
  }
  expect(openFiles()).toEqual([])

  const thrown = (async () => {
    for await (const record of records) throw new Error(`stopped at ${record.duration_secs ?? ''}`)
  })()
  await expect(thrown).rejects.toThrow('stopped at 0')
  expect(openFiles()).toEqual([])

  const iterator = records[Symbol.asyncIterator]()
  await iterator.next()
  await iterator.return?.()
  await iterator.return?.()
  expect(await iterator.next()).toEqual({ value: undefined, done: true })
  expect(openFiles()).toEqual([])

  const end = drain(records)
  await (code === undefined ? expect(end).resolves.toBe(MANY) : expect(end).rejects.toMatchObject({ code }))
  expect(openFiles()).toEqual([])
})

test('nothing is opened before the first record is requested', () => {
  decodeRecords(join(folder, 'missing'), inbound).batches()
  expect(openFiles()).toEqual([])
})

test('zlib is freed when a loop ends early', async () => {
  const freed = vi.spyOn(Gunzip.prototype, '_destroy')
  for (let turn = 0; turn < 3; turn++) {
    await takeOne(decodeRecords(zipped, inbound))
  }
  expect(freed).toHaveBeenCalledTimes(3)
  freed.mockRestore()
})

test('a source is closed by break, and its own error is rethrown', async () => {
  let closed = 0
  const abort = new DOMException('stop', 'AbortError')
  const source = async function* (fails: boolean) {
    try {
      yield* stream([gzipSync(plain).subarray(0, 60_000)])
      await Promise.resolve()
      if (fails) throw abort
    } finally {
      closed++
    }
  }
  await takeOne(decodeRecords(source(false), inbound))
  expect(closed).toBe(1)
  await expect(drain(decodeRecords(source(true), inbound))).rejects.toBe(abort)
  expect(closed).toBe(2)

  let cancelled = 0
  const web = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(plain),
    cancel: () => {
      cancelled++
    },
  })
  await takeOne(decodeRecords(web, inbound))
  expect(cancelled).toBe(1)
})

test('a source is not read ahead of the requested records', async () => {
  let pulled = 0
  const bytes = gzipSync(plain)
  const source = async function* () {
    for (let at = 0; at < bytes.length; at += 20_000) {
      pulled++
      yield await Promise.resolve(bytes.subarray(at, at + 20_000))
    }
  }
  await takeOne(decodeRecords(source(), inbound).batches())
  expect(pulled).toBe(1)
})

test('concurrent calls of next() get one record each', async () => {
  const iterator = decodeRecords(zipped, inbound)[Symbol.asyncIterator]()
  const results = await Promise.all(Array.from({ length: MANY + 3 }, () => iterator.next()))
  const seconds = results.flatMap((result) => (result.done === true ? [] : [result.value.duration_secs]))
  expect(seconds).toEqual(Array.from({ length: MANY }, (_, at) => at))
})

test('an error is thrown once, after the records before it', async () => {
  const iterator = decodeRecords(ragged, inbound)[Symbol.asyncIterator]()
  expect((await iterator.next()).done).toBe(false)
  await expect(iterator.next()).rejects.toMatchObject({ code: 'ragged_row', line: 3 })
  expect((await iterator.next()).done).toBe(true)
})

test('a kept value keeps only few rows in memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const kept: (string | null)[] = []
  const heap = async () => {
    // Buffers of what was closed go in the next turn.
    await new Promise((resolve) => setTimeout(resolve, 20))
    collect()
    return process.memoryUsage().heapUsed + process.memoryUsage().external
  }
  const keep = async (into: (string | null)[]): Promise<void> => {
    let count = 0
    for await (const record of decodeRecords(zipped, inbound))
      if (count++ % 100 === 0) into.push(record.source, record.destination)
  }
  // What the engine makes of the code itself is not counted.
  for (let round = 0; round < 3; round += 1) await keep([])
  const before = await heap()
  await keep(kept)
  const grown = (await heap()) - before
  expect(kept).toHaveLength(MANY / 50)
  // One of 64 KiB for every kept string would be 13 MB and more.
  expect(grown).toBeLessThan(4_000_000)
})

test('a gzip bomb does not fill the memory', async () => {
  const bomb = gzipSync(Buffer.concat([fileOf(HEADER), Buffer.alloc(200_000_000)]), { level: 9 })
  expect(bomb.length).toBeLessThan(300_000)
  const before = process.memoryUsage().rss
  await expect(drain(decodeRecords(stream([bomb]), inbound))).rejects.toMatchObject({ code: 'row_too_large', line: 2 })
  expect(process.memoryUsage().rss - before).toBeLessThan(64_000_000)
})
