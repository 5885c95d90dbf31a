import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closedMonth } from '../helpers/closed-month.js'

const run = promisify(execFile)
const CLI = 'dist/src/cli/main.js'
let dir = ''
let sandbox: ReturnType<typeof spawn>
let env: Record<string, string> = {}

/** The sandbox is another process, so that its memory is not counted. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'didww-exports-million-'))
  await writeFile(
    join(dir, 'memory.mjs'),
    `process.on('exit', () => console.error('MAX_RSS_KIB=' + process.resourceUsage().maxRSS))`,
  )
  const child = spawn(process.execPath, [CLI, 'sandbox', '--rows', '1000000'], { stdio: ['ignore', 'pipe', 'inherit'] })
  sandbox = child
  for await (const line of createInterface(child.stdout)) {
    const { url = '', apiKey = '' } = JSON.parse(line) as Record<string, string>
    env = { PATH: process.env['PATH'] ?? '', DIDWW_BASE_URL: url, DIDWW_API_KEY: apiKey }
    break
  }
})
afterAll(async () => {
  sandbox.kill()
  await rm(dir, { recursive: true })
})

test('a report of a million calls takes less than 150 MiB, and its page less than a megabyte', async () => {
  const [out, page] = [join(dir, 'reported'), join(dir, 'report.html')]
  const pull = ['pull', '--type', 'cdr_in', '--period', closedMonth.period, '--out', out]
  await run(process.execPath, [CLI, ...pull], { env })
  const report = ['report', out, '--out', page]
  const started = performance.now()
  const { stderr } = await run(process.execPath, ['--import', join(dir, 'memory.mjs'), CLI, ...report], { env })
  const mebibytes = Number(/MAX_RSS_KIB=(\d+)/.exec(stderr)?.[1]) / 1024
  console.log(`report: ${((performance.now() - started) / 1000).toFixed(1)} s, ${mebibytes.toFixed(1)} MiB`)
  expect(mebibytes).toBeLessThan(150)
  expect((await stat(page)).size).toBeLessThan(1_000_000)
})

test.each<[string, number]>([
  ['csv.gz', 115],
  ['ndjson', 120],
  ['parquet', 150],
])('a month of a million calls as %s takes less than %i MiB', async (format, most) => {
  const pull = [
    'pull',
    '--type',
    'cdr_in',
    '--period',
    closedMonth.period,
    '--format',
    format,
    '--out',
    join(dir, format),
  ]
  const { stderr } = await run(process.execPath, ['--import', join(dir, 'memory.mjs'), CLI, ...pull, '--json'], { env })
  const mebibytes = Number(/MAX_RSS_KIB=(\d+)/.exec(stderr)?.[1]) / 1024
  console.log(`${format}: ${mebibytes.toFixed(1)} MiB`)
  expect(mebibytes).toBeLessThan(most)
})
