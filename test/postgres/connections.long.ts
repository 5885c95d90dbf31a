import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createSandbox } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'
import { closedMonth } from '../helpers/closed-month.js'
import { createDatabase, poolOn } from '../helpers/postgres.js'

/** A database, and an API with calls of days. */
const bench = async () => {
  const sandbox = createSandbox({
    ...{ apiVersion: '2026-04-16', rows: 300, realTime: true, pendingFor: '10ms', processingFor: '10ms' },
  })
  onTestFinished(() => sandbox.close())
  const url = await createDatabase()
  const env = {
    ...{ DIDWW_API_KEY: sandbox.apiKey, DIDWW_BASE_URL: await sandbox.listen(), DIDWW_API_VERSION: '2026-04-16' },
    DATABASE_URL: url,
  }
  const enqueue = (from: number, to: number): Promise<unknown> => {
    const day = (number: number): string => `${closedMonth.period}-${String(number).padStart(2, '0')}`
    return cli(['enqueue', '--type', 'cdr_in', '--split', 'day', '--period', `${day(from)}..${day(to)}`], { env })
  }
  const work = (...args: string[]): { readonly pid: number; readonly ended: ReturnType<typeof cli> } => {
    let pid = 0
    const ended = cli(['worker', '--sweep', '1', ...args], { env, onStart: (started = 0) => void (pid = started) })
    onTestFinished(async () => {
      process.kill(pid, 'SIGKILL')
      await ended
    })
    return { pid, ended }
  }
  const pool = poolOn(url)
  const numberOf = async (what: string): Promise<number> =>
    Number((await pool.query<{ count: string }>(`select count(*) from ${what}`)).rows[0]?.count)
  return { url, pool, enqueue, work, numberOf }
}

test('leases are renewed while all units of a worker are loaded at once', async () => {
  const { pool, enqueue, work, numberOf } = await bench()
  await enqueue(1, 1)
  work('--lease', '4', '--concurrency', '12')
  await vi.waitFor(async () => expect(await numberOf('didww_exports.ledger')).toBe(1), { timeout: 30_000 })
  const blocker = await pool.connect()
  await blocker.query('begin; lock table didww_exports.cdr_in')
  await enqueue(2, 17)
  // The worker has no place for more.
  await new Promise((resolve) => setTimeout(resolve, 9000))
  expect(await numberOf("pg_stat_activity where wait_event_type = 'Lock'")).toBe(12)
  expect(await numberOf('didww_exports.unit where lease_until > clock_timestamp()')).toBe(12)
  await blocker.query('commit')
  blocker.release()
  await vi.waitFor(async () => expect(await numberOf('didww_exports.ledger')).toBe(17), { timeout: 30_000 })
}, 120_000)

/** The timers of the connections of a process to a port: 2 is the one that probes an idle one. */
const timersOf = (pid: number, port: number): string[] => {
  const inodes = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1]
    } catch {
      return undefined
    }
  })
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1, -1)
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, , to = '', state, , , , , , inode]) =>
        parseInt(to.split(':')[1] ?? '', 16) === port && state === '01' && inodes.includes(inode),
    )
    .map(([, , , , , timer = '']) => timer.split(':')[0] ?? '')
}

test.runIf(process.platform === 'linux')(
  'a worker probes its idle connections, as a host can vanish',
  async () => {
    const { url, enqueue, work, numberOf } = await bench()
    await enqueue(1, 1)
    const { pid } = work()
    await vi.waitFor(async () => expect(await numberOf('didww_exports.ledger')).toBe(1), { timeout: 30_000 })
    await vi.waitFor(() => expect(new Set(timersOf(pid, Number(new URL(url).port)))).toEqual(new Set(['02'])), 10_000)
  },
  60_000,
)

test('every command ends when a database takes connections but says nothing', async () => {
  const server = createServer(() => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const env = {
    ...{ DIDWW_API_KEY: 'key-that-is-not-sent', DIDWW_BASE_URL: 'http://127.0.0.1:9', DIDWW_API_VERSION: '2026-04-16' },
    DATABASE_URL: `postgres://127.0.0.1:${(server.address() as AddressInfo).port}/none`,
  }
  const commands = [['worker'], ['worker', '--status'], ['enqueue', '--type', 'cdr_in', '--period', closedMonth.period]]
  for (const outcome of await Promise.all(commands.map((args) => cli(args, { env })))) {
    expect(outcome).toMatchObject({ code: 7, stderr: expect.stringMatching(/ETIMEDOUT.*StorageError/) as string })
  }
}, 50_000)
