/**
 * Runs each step of `npm test` separately, and writes into CONTRIBUTING.md how long it takes.
 *
 *     npx tsx scripts/test-time.ts
 */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { promisify } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { fillBlocks, markdownTable } from './readme/markdown.js'

const DOCUMENT = 'CONTRIBUTING.md'
const REPORT = 'dist/test-time.json'
/** Test files that take less are added up. */
const LEAST_MS = 10_000

interface Report {
  readonly testResults: readonly { readonly name: string; readonly startTime: number; readonly endTime: number }[]
}

const run = promisify(execFile)
const seconds = (ms: number): string => (ms / 1000).toFixed(0)

/** Wall-clock and CPU time of a command, in milliseconds. Throws if it fails. */
const timed = async (command: string): Promise<{ wall: number; cpu: number }> => {
  const env = { ...process.env, PATH: `node_modules/.bin:${process.env['PATH'] ?? ''}`, TIMEFORMAT: '%3R %3U %3S' }
  const { stderr } = await run('bash', ['-c', `time ${command} >/dev/null`], { maxBuffer: 2 ** 26, env })
  const [wall = 0, user = 0, system = 0] = (stderr.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number)
  return { wall: wall * 1000, cpu: (user + system) * 1000 }
}

const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: { test: string } }
const rows: string[][] = []
const whole = { wall: 0, cpu: 0 }
for (const step of scripts.test.split(' && ')) {
  const reported = step.startsWith('vitest') ? ` --reporter=json --outputFile.json=${REPORT}` : ''
  const { wall, cpu } = await timed(step + reported)
  whole.wall += wall
  whole.cpu += cpu
  rows.push([`\`${step.replace('npm run --silent ', '')}\``, seconds(wall), seconds(cpu)])
}
const { testResults } = JSON.parse(await readFile(REPORT, 'utf8')) as Report
const files = testResults
  .map(({ name, startTime, endTime }) => ({ name: name.replace(`${process.cwd()}/`, ''), ms: endTime - startTime }))
  .sort((a, b) => b.ms - a.ms)
const long = files.filter(({ ms }) => ms >= LEAST_MS)
const others = files.slice(long.length)
for (const { name, ms } of long) rows.push([`of it, ${name}`, seconds(ms), ''])
rows.push([`of it, ${others.length} other files`, seconds(others.reduce((sum, { ms }) => sum + ms, 0)), ''])
rows.push(['`npm test`', seconds(whole.wall), seconds(whole.cpu)])
const heading = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`
const text = markdownTable([heading, 's', 'CPU s'], rows)
const filled = await fillBlocks(await readFile(DOCUMENT, 'utf8'), () => Promise.resolve(text))
await writeFile(DOCUMENT, await format(filled, { ...(await resolveConfig(DOCUMENT)), parser: 'markdown' }))
console.log(text)
