import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createSandbox } from '../../src/sandbox/index.js'
import { busiestSecond } from '../helpers/busiest-second.js'
import { createDatabase } from '../helpers/postgres.js'

export interface Limited {
  /** The most requests in any second, by the sandbox's count. */
  readonly busiest: number
  /** Requests that were answered with 429. */
  readonly refused: number
  /** The share of 20 a second that was used. */
  readonly used: number
}

const PROCESSES = 8

/** Lets eight processes of one key send as fast as their limiter lets them, for so many milliseconds. */
export const runLimited = async (ms: number, interval = ''): Promise<Limited> => {
  const url = await createDatabase()
  await using sandbox = createSandbox({ realTime: true })
  const env = { PATH: process.env['PATH'], DIDWW_API_KEY: sandbox.apiKey, DIDWW_BASE_URL: await sandbox.listen() }
  const args = ['test/postgres/limited-worker.js', url, interval]
  const workers = Array.from({ length: PROCESSES }, () =>
    spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] }),
  )
  const ended = workers.map((worker) => once(worker, 'exit'))
  try {
    await Promise.all(workers.map(({ stdout }) => once(stdout, 'data')))
    const from = Date.now()
    await new Promise((resolve) => setTimeout(resolve, ms))
    const until = Date.now()
    const at = sandbox.requests.map((request) => request.at)
    const counted = at.filter((time) => time >= from && time < until).length
    return {
      busiest: busiestSecond(at),
      refused: sandbox.requests.filter(({ status }) => status === 429).length,
      used: counted / ((until - from) / 1000) / 20,
    }
  } finally {
    for (const worker of workers) worker.stdin.end()
    await Promise.all(ended)
  }
}
