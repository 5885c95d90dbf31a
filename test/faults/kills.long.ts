import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeRecords } from '../../src/index.js'
import type { ManifestEntry } from '../../src/pull/index.js'
import { createSandbox } from '../../src/sandbox/index.js'

const KILLS = 200
const apiVersion = '2026-04-16'

/** Fifty days that are final, of four accounts. */
const ACCOUNTS = ['north', 'east', 'south', 'west']
const DAY = 86_400_000
const last = Math.floor(Date.now() / DAY) * DAY - 4 * DAY
const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
const period = `${day(last - 49 * DAY)}..${day(last)}`

/** Runs the CLI, and kills it after a while unless it has ended. */
const run = (args: string[], env: Record<string, string>, killAfter: number): Promise<number | null> =>
  new Promise((resolve) => {
    const options = {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      timeout: killAfter,
      killSignal: 'SIGKILL',
    } as const
    const child = execFile(process.execPath, ['dist/src/cli/main.js', ...args], options, (_error, _out, words) => {
      if (child.exitCode !== 0 && child.exitCode !== null) console.error(words)
      resolve(child.exitCode)
    })
  })

test('200 units, 200 kills at random instants: no call lost or doubled, no file torn', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'didww-exports-kills-'))
  await using sandbox = createSandbox({
    seed: 9,
    rows: 3000,
    apiVersion,
    realTime: true,
    pendingFor: '20ms',
    processingFor: '20ms',
    faults: [
      { on: 'createExport', nth: [20, 60, 110], do: { loseAnswer: true } },
      { on: 'downloadExport', nth: [10, 40, 90], do: { truncate: 300 } },
    ],
  })
  const env = { DIDWW_BASE_URL: await sandbox.listen(), THE_KEY: sandbox.apiKey, DIDWW_API_VERSION: apiVersion }
  const accounts = Object.fromEntries(ACCOUNTS.map((name) => [name, { apiKeyEnv: 'THE_KEY' }]))
  await writeFile(join(dir, 'accounts.json'), JSON.stringify({ accounts }))
  const out = join(dir, 'out')
  const args = ['pull', '--type', 'cdr_in', '--period', period, '--split', 'day', '--out', out]
  const whole = [...args, '--accounts', join(dir, 'accounts.json'), '--concurrency', '16']

  const began = Date.now()
  let kills = 0
  while (kills < KILLS && (await run(whole, env, 250 + Math.floor(Math.random() * 700))) === null) kills += 1
  const killedAfter = Math.round((Date.now() - began) / 1000)
  expect(await run(whole, env, 0)).toBe(0)

  const { files } = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as {
    files: Record<string, ManifestEntry>
  }
  const entries = Object.values(files)
  expect(entries).toHaveLength(200)
  let rows = 0
  for (const { unit, path, rows: vouched } of entries) {
    const seen: object[] = []
    for await (const batch of decodeRecords(join(out, path), { apiVersion, exportType: 'cdr_in' }).batches()) {
      seen.push(...batch)
    }
    const text = (at: string): string => at.replace('T', ' ').replace('Z', '')
    const filters = { from: text(unit.from), to: text(unit.to) }
    expect(seen, path).toEqual(sandbox.calls({ export_type: 'cdr_in', filters, apiVersion }))
    expect(vouched).toBe(seen.length)
    rows += seen.length
  }
  const below = await readdir(out, { recursive: true, withFileTypes: true })
  const names = below.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name).slice(out.length + 1))
  expect(names.filter((name) => name.startsWith('type=')).sort()).toEqual(entries.map(({ path }) => path).sort())
  console.log(
    `200 units, ${kills} kills in ${killedAfter} s: ${rows} rows, ${sandbox.exports.length} exports upstream, ` +
      `${new Set(sandbox.exports.map((one) => one.external_reference_id)).size} references`,
  )
  expect(kills).toBe(KILLS)
  await rm(dir, { recursive: true })
}, 600_000)
