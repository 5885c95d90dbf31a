import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../scripts/free-port.js'
import { isRoot, reachableTmpdir } from '../../scripts/postgres/reachable.js'
import { cli } from '../helpers/cli.js'
import { createDatabase } from '../helpers/postgres.js'
import { firstDays } from './days.js'
import { createCluster, sleep, until } from './storm.js'

const isInstalled = spawnSync('pgbouncer', ['--version']).status === 0

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** A pooler in front of a database, with few connections to it. */
const openPooler = async (to: string, mode: string) => {
  const [database, port] = [new URL(to), await freePort()]
  const folder = await mkdtemp(join(reachableTmpdir(), 'didww-exports-pooler-'))
  await chmod(folder, 0o755)
  const settings = join(folder, 'pgbouncer.ini')
  const there = `host=127.0.0.1 port=${database.port} user=${database.username} password=${database.password}`
  await writeFile(
    settings,
    `[databases]\n* = ${there}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =\n` +
      `auth_type = any\npool_mode = ${mode}\ndefault_pool_size = 3\nmax_client_conn = 300\n`,
  )
  // It refuses to run as root.
  const args = isRoot ? ['-u', 'postgres', settings] : [settings]
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    child = spawn('pgbouncer', ['-q', ...args], { stdio: 'ignore' })
    await until(() => isListening(port))
  }
  const restart = async (): Promise<void> => {
    child?.kill('SIGKILL')
    await sleep(500)
    await start()
  }
  await start()
  onTestFinished(async () => {
    child?.kill('SIGKILL')
    await rm(folder, { recursive: true })
  })
  database.port = String(port)
  return { url: database.href, restart }
}

test.runIf(isInstalled)(
  'workers behind a pooler of transactions, which is killed twice',
  async () => {
    const pooler = await openPooler(await createDatabase(), 'transaction')
    const cluster = await createCluster({
      ...{ url: pooler.url, apiVersion: '2026-04-16', accounts: ['acme'], workers: 3, lease: 8, sweep: 2, rows: 3000 },
      ...{ plan: ['--type', 'cdr_in', 'cdr_out', '--split', 'day', '--period', firstDays(15)], faults: [] },
    })
    for (let restart = 1; restart <= 2; restart += 1) {
      await until(() => cluster.sandbox.exports.length >= restart * 8)
      await pooler.restart()
    }
    await cluster.done(90_000)
    const verdict = await cluster.verify()
    console.log(`${cluster.units.length} units, ${JSON.stringify(verdict)}, ${cluster.sandbox.exports.length} exports`)
    expect(verdict).toEqual({ calls: verdict.calls, lost: 0, doubled: 0, torn: 0 })
    expect(cluster.workers.map(({ exitCode }) => exitCode)).toEqual([null, null, null])
  },
  150_000,
)

test.runIf(isInstalled)('a pooler of statements is refused with what to set', async () => {
  const { url } = await openPooler(await createDatabase(), 'statement')
  const { code, stderr } = await cli(['worker', '--status'], { env: { DATABASE_URL: url } })
  expect(code).toBe(7)
  expect(stderr).toMatch(/08P01.*pool_mode/)
})
