import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** A server that takes connections and never says a word. */
const held = new Set<Socket>()
const silent = createServer((socket) => held.add(socket.on('error', () => undefined)))
let folder = ''
let port = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-signals-'))
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  execFileSync('mkfifo', [join(folder, 'fifo.csv')])
  port = (silent.address() as AddressInfo).port
})
afterAll(async () => {
  for (const socket of held) socket.destroy()
  silent.close()
  await rm(folder, { recursive: true })
})

const ID = '77ebb57f-7b01-4178-bc84-9d1a8d2ae850'

test.concurrent.each([
  ['list', [], 'reading the list of exports'],
  ['get', [ID], 'reading an export'],
  ['wait', [ID], 'waiting for the export'],
  ['download', [ID, '--out', 'FOLDER/file.csv.gz'], 'downloading'],
  ['create', ['--type', 'cdr_in', '--period', '2026-09'], 'creating'],
  ['update', [ID, '--external-reference-id', 'x', '--api-version', '2026-04-16'], 'changing'],
  ['pull', ['--type', 'cdr_in', '--period', '2026-09', '--out', 'FOLDER/pulled'], 'pull'],
  ['doctor', [], 'checking'],
  ['worker', [], 'working'],
  ['enqueue', ['--type', 'cdr_in', '--period', '2026-09'], 'enqueueing'],
  ['sandbox', ['--port', '0'], 'serving'],
  ['records', ['FOLDER/fifo.csv', '--type', 'cdr_in'], 'reading calls'],
  ['callbacks', ['verify', '--url', 'https://example.com', '--signature', 'a', '--body', '-'], ''],
] as const)('%s ends within two seconds of SIGTERM', async (command, args, said) => {
  const child = spawn(
    process.execPath,
    ['dist/src/cli/main.js', command, ...args.map((one) => one.replace('FOLDER', folder))],
    {
      env: {
        PATH: process.env['PATH'],
        DIDWW_API_KEY: 'canary-key',
        DIDWW_CALLBACK_SECRET: 'canary-secret',
        DIDWW_BASE_URL: `http://127.0.0.1:${port}/v3`,
        DATABASE_URL: `postgres://somebody@127.0.0.1:${port}/none`,
      },
      cwd: process.cwd(),
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  const closed = once(child, 'close') as Promise<[code: number | null, signal: string | null]>
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(child.exitCode, stderr).toBe(null)
  const told = performance.now()
  child.kill('SIGTERM')
  const [code, signal] = await closed
  expect(performance.now() - told).toBeLessThan(4000)
  // One that was still starting, or that waits for stdin, ends without a word.
  if (stderr !== '' || signal === null) expect(stderr).toContain(said)
  expect([code, signal]).toBeOneOf([
    [143, null],
    [0, null],
    [null, 'SIGTERM'],
  ])
})
