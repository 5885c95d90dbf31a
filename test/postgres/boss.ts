import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createSandbox } from '../../src/sandbox/index.js'
import { closedMonth } from '../helpers/closed-month.js'
import { createDatabase } from '../helpers/postgres.js'

const run = promisify(execFile)

/** Runs the trial of one major version of pg-boss in a Node process of its own, and gives what it has seen. */
export const tryBoss = async (node: string, module: string): Promise<unknown> => {
  await using sandbox = createSandbox({ realTime: true, rows: 200, pendingFor: 200, processingFor: 1500 })
  const args = [await createDatabase(), closedMonth.period]
  const env = { PATH: process.env['PATH'], DIDWW_API_KEY: sandbox.apiKey, DIDWW_BASE_URL: await sandbox.listen() }
  const { stdout } = await run(node, ['test/postgres/boss-trial.js', module, ...args], { env, timeout: 60_000 })
  return JSON.parse(stdout)
}

/** What the trial should see. */
export const SEEN = {
  jobsOfOneUnit: 1,
  enqueuedWhenDone: false,
  enqueuedToRefresh: true,
  beforeTheCallback: 'waiting',
  woken: true,
  wokenByAStranger: false,
  suspended: 'gave_up',
  stoppedWithin5s: true,
} as const
