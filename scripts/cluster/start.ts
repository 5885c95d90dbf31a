import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { postgresStore, type Step, type Unit } from '../../src/pull/index.js'
import { createSandbox, type Fault, type Sandbox } from '../../src/sandbox/index.js'
import { type Verdict, verify } from './verify.js'

/** What to pull, with how many workers, and which faults the API has. */
export interface ClusterOptions {
  /** The URL of an empty database. */
  readonly url: string
  readonly apiVersion: '2021-12-15' | '2026-04-16'
  /** Arguments of `enqueue`: types and periods. */
  readonly plan: readonly string[]
  /** Names of accounts. All use the key of the sandbox. */
  readonly accounts: readonly string[]
  readonly workers: number
  /** Seconds. */
  readonly lease: number
  /** Seconds. */
  readonly sweep: number
  /** Calls a month. */
  readonly rows: number
  readonly faults: readonly Fault[]
}

/** Worker processes that pull from a sandbox into a Postgres. */
export interface Cluster extends AsyncDisposable {
  readonly sandbox: Sandbox
  readonly pool: pg.Pool
  readonly units: readonly (Unit & { readonly key: string })[]
  readonly workers: readonly ChildProcess[]
  /** Ends a worker with `kill -9` and starts another in its place. */
  readonly kill: (index: number) => void
  /** The number of units in each step. */
  readonly steps: () => Promise<Partial<Record<Step, number>>>
  /** Resolves when all units are done; rejects after `withinMs` milliseconds. */
  readonly done: (withinMs: number) => Promise<void>
  readonly verify: () => Promise<Verdict>
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const CLI = 'dist/src/cli/main.js'

const run = async (args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> => {
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${text.stderr}`)
  return text.stdout
}

export const startCluster = async (options: ClusterOptions): Promise<Cluster> => {
  const { url, apiVersion, rows, faults } = options
  const sandbox = createSandbox({ realTime: true, apiVersion, rows, faults, pendingFor: 500, processingFor: 500 })
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-cluster-'))
  const accounts = join(folder, 'accounts.json')
  const account = { apiKeyEnv: 'CLUSTER_KEY' }
  await writeFile(
    accounts,
    JSON.stringify({ accounts: Object.fromEntries(options.accounts.map((name) => [name, account])) }),
  )
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: url,
    DIDWW_BASE_URL: await sandbox.listen(),
    DIDWW_API_VERSION: apiVersion,
    CLUSTER_KEY: sandbox.apiKey,
  }
  const plan = ['--accounts', accounts, ...options.plan]
  const units = JSON.parse(await run(['enqueue', '--json', ...plan], env)) as Cluster['units']
  const pool = new pg.Pool({ connectionString: url })
  pool.on('error', () => undefined)
  const store = postgresStore({ pool })
  const worker = (): ChildProcess =>
    spawn(
      process.execPath,
      [CLI, 'worker', '--accounts', accounts, `--lease=${options.lease}`, `--sweep=${options.sweep}`],
      { env, stdio: ['ignore', 'ignore', 'ignore'] },
    )
  const workers = Array.from({ length: options.workers }, worker)
  const steps = async (): Promise<Partial<Record<Step, number>>> => {
    const counts: Partial<Record<Step, number>> = {}
    for await (const { step } of store.list()) counts[step] = (counts[step] ?? 0) + 1
    return counts
  }
  return {
    sandbox,
    pool,
    units,
    workers,
    kill: (index) => {
      workers[index]?.kill('SIGKILL')
      workers[index] = worker()
    },
    steps,
    done: async (withinMs) => {
      const until = Date.now() + withinMs
      while ((await steps()).done !== units.length) {
        if (Date.now() > until) throw new Error(`Not done in time: ${JSON.stringify(await steps())}`)
        await sleep(250)
      }
    },
    verify: () => verify(pool, sandbox, apiVersion, units),
    [Symbol.asyncDispose]: async () => {
      const running = workers.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      const ended = running.map((child) => once(child, 'exit'))
      for (const child of running) child.kill('SIGKILL')
      await Promise.all(ended)
      await pool.end()
      await sandbox.close()
      await rm(folder, { recursive: true })
    },
  }
}
