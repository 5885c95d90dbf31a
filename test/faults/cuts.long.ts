import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createExportsClient } from '../../src/index.js'
import { chance } from '../helpers/chance.js'
import { type Answer, serveRanges } from '../helpers/ranged.js'

const CUTS = 2_000
const LANES = 4
const random = chance(41)

/** A `.csv.gz` of 5 MiB that looks like nothing else of its length. */
const file = ((): Buffer => {
  const digits = (): string => Math.floor(random() * 2 ** 32).toString(36)
  const line = (): string => `2021-12-01 00:00:00,${digits()}${digits()}\n`
  return gzipSync(`Date/Time Start (UTC),Source\n${Array.from({ length: 550_000 }, line).join('')}`, { level: 1 })
})()
const want = createHash('sha256').update(file).digest('hex')

test('2,000 downloads cut at any byte: every file is complete, most of them resumed', async () => {
  expect(file.length).toBeGreaterThan(5 * 2 ** 20)
  const dir = await mkdtemp(join(tmpdir(), 'didww-exports-cuts-'))
  const seen = { cuts: 0, files: 0, resumed: 0, whole: 0 }
  const lane = async (): Promise<void> => {
    while (seen.cuts < CUTS) {
      // Some servers cut more than once, some know no ranges, some change the file's validator.
      const cuts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(random() * file.length))
      const kind = random()
      const answers: Answer[] = cuts.map((cutAfter) => (kind < 0.2 ? { cutAfter, whole: true } : { cutAfter }))
      if (kind < 0.2) answers.push({ whole: true })
      seen.cuts += cuts.length
      await using server = await serveRanges(file, answers, kind > 0.9 ? 'W/"weak"' : '"strong"')
      const to = join(dir, `${seen.cuts}.csv.gz`)
      const didww = createExportsClient({ apiKey: 'key', baseUrl: server.origin, random: () => -1, maxRetries: 4 })
      const { sha256 } = await didww.download({ id: 'x', url: `${server.origin}/v3/exports/x.csv.gz` }, { to })
      expect(sha256).toBe(want)
      for (const { range } of server.requests.slice(1)) seen[range === undefined ? 'whole' : 'resumed'] += 1
      seen.files += 1
      await rm(to)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  console.log(JSON.stringify(seen))
  expect(await readdir(dir)).toEqual([])
  expect(seen.resumed).toBeGreaterThan(CUTS / 2)
  await rm(dir, { recursive: true })
})
