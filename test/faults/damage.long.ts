import { randomFillSync } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unlimited } from '../../src/http/limiter.js'
import { createExportsClient } from '../../src/index.js'
import { serve } from '../helpers/serve.js'

const SIZE = 4096
const LANES = 8

/** A `.csv.gz` of about 4 KiB. */
const gzipOfSize = (): Buffer => {
  for (let rows = 100; ; rows += 1) {
    const noise = randomFillSync(Buffer.alloc(rows * 6)).toString('hex')
    const lines = Array.from(
      { length: rows },
      (_, row) => `2021-12-01 00:00:00,${noise.slice(row * 12, row * 12 + 12)}`,
    )
    const gz = gzipSync(`Date/Time Start (UTC),Source\n${lines.join('\n')}\n`)
    if (gz.length >= SIZE) return gz
  }
}

const gz = gzipOfSize()
const text = gunzipSync(gz)
const cut = (length: number): Buffer => gz.subarray(0, length)
const flip = (bit: number): Buffer => {
  const bytes = Buffer.from(gz)
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return bytes
}

/** Downloads every damaged form over a socket, some at a time, and counts what came of it. */
const outcomes = async (count: number, damaged: (n: number) => Buffer): Promise<Record<string, number>> => {
  const dir = await mkdtemp(join(tmpdir(), 'didww-exports-damage-'))
  await using server = await serve(({ path }) => ({ body: damaged(Number(/(\d+)\.csv\.gz$/.exec(path)?.[1])) }))
  const didww = createExportsClient({ apiKey: 'key', baseUrl: server.origin, limiter: unlimited })
  const seen: Record<string, number> = {}
  let next = 0
  const lane = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const to = join(dir, `${n}.csv.gz`)
      const url = `${server.origin}/v3/exports/${n}.csv.gz`
      const outcome = await didww.download({ id: 'x', url }, { to, maxRetries: 0 }).then(
        () => 'accepted',
        (error: unknown) => (error as { code: string }).code,
      )
      seen[outcome] = (seen[outcome] ?? 0) + 1
      server.requests.length = 0
      if (outcome !== 'accepted') continue
      expect(gunzipSync(await readFile(to)).equals(text)).toBe(true)
      await rm(to)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  expect(await readdir(dir)).toEqual([])
  await rm(dir, { recursive: true })
  return seen
}

test('a file cut at any byte never gets its final name', async () => {
  const seen = await outcomes(gz.length, cut)
  console.log(`cut at each of ${gz.length} bytes: ${JSON.stringify(seen)}`)
  expect(seen).toEqual({ truncated: gz.length })
})

test('a file with any bit flipped is an error or inflates to the same text', async () => {
  const seen = await outcomes(gz.length * 8, flip)
  console.log(`each of ${gz.length * 8} bits flipped: ${JSON.stringify(seen)}`)
  // Only bits that say nothing of the content, such as the header's time and system.
  expect(seen['accepted']).toBeLessThan(80)
  expect(Object.keys(seen).sort()).toEqual(expect.arrayContaining(['accepted', 'corrupt', 'truncated']))
})
