import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createExportsClient } from '../../src/index.js'
import { advance, enqueueUnit, planUnits, postgresStore, postgresTarget } from '../../src/pull/index.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { createDatabase, poolOn } from '../helpers/postgres.js'
import { openRelay } from '../helpers/relay.js'

const temporaryFolder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'didww-exports-outage-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

test('a unit goes on by itself after an outage of the target during its load', async () => {
  const url = await createDatabase()
  await using relay = await openRelay(url)
  await using sandbox = createSandbox({ now: '2021-12-20T00:00:00Z', rows: 300, rateLimit: Infinity })
  const { apiKey, fetch, clock, url: baseUrl } = sandbox
  const client = createExportsClient({ apiKey, fetch, clock, baseUrl })
  const [unit] = planUnits({ exportTypes: ['cdr_in'], periods: ['2021-11'] })
  if (!unit) throw new Error('No unit was planned')
  const store = postgresStore({ pool: poolOn(url) })
  const target = postgresTarget({ pool: poolOn(relay.url) })
  const context = { store, target, clientFor: () => client, clock, spool: await temporaryFolder() }
  await enqueueUnit(unit, context)
  let left: Promise<void> | undefined
  const onProgress = ({ step }: { readonly step: string }): void => {
    if (step === 'downloading') left ??= relay.leave()
  }
  let last = await advance(unit, { ...context, onProgress })
  while (!last.error && !last.done) {
    await clock.sleep(last.waitMs)
    last = await advance(unit, { ...context, onProgress })
  }
  await left
  const { state, waitMs, error } = last
  expect(error).toMatchObject({ name: 'StorageError', errno: 'ECONNREFUSED', retryable: true })
  expect(state?.step).toBe('suspended')
  expect(Date.parse(state?.due_at ?? '')).toBeGreaterThan(clock.now())

  await relay.comeBack()
  await clock.sleep(waitMs)
  expect(await advance(unit, context)).toMatchObject({ done: true, loaded: { rows: 300 } })
  expect(sandbox.exports).toHaveLength(1)
}, 60_000)

test('a server that restarts removes its socket for a moment, which is waited for', async () => {
  const folder = await temporaryFolder()
  await using relay = await openRelay(await createDatabase(), folder)
  const reading = postgresStore({ pool: poolOn(relay.url) }).read('dx1-none')
  await new Promise((resolve) => setTimeout(resolve, 300))
  await relay.comeBack()
  expect(await reading).toBeUndefined()
})

const whatIsSaid = async (setting: string): Promise<unknown> => {
  const url = await createDatabase()
  const admin = poolOn(url, 1)
  await admin.query(setting.replace('DATABASE', new URL(url).pathname.slice(1)))
  const as = new URL(url)
  if (setting.includes('create role')) as.username = 'nobody'
  return postgresStore({ pool: poolOn(as.href) })
    .read('dx1-none')
    .catch((error: unknown) => error)
}

test('a database that is read-only says so, and what to do', async () => {
  expect(await whatIsSaid('alter database DATABASE set default_transaction_read_only = on')).toMatchObject({
    name: 'StorageError',
    errno: '25006',
    hint: expect.stringMatching(/read-only.*primary/) as string,
  })
}, 30_000)

test('a user without the right to create a schema hears of it', async () => {
  expect(await whatIsSaid('create role nobody login')).toMatchObject({
    errno: '42501',
    hint: expect.stringContaining('right') as string,
    retryable: false,
  })
})

test('a pooler that passes on single statements only is refused at once, with what to set', async () => {
  const refused = Object.assign(new Error('transaction blocks not allowed in statement pooling mode'), {
    code: '08P01',
  })
  const query = (): Promise<never> => Promise.reject(refused)
  const pool = {
    query: () => Promise.resolve({ rows: [], rowCount: 0 }),
    connect: () => Promise.resolve({ query, release: () => undefined }),
  }
  const began = performance.now()
  await expect(postgresStore({ pool }).read('dx1-none')).rejects.toMatchObject({
    errno: '08P01',
    hint: expect.stringContaining('pool_mode') as string,
    retryable: false,
  })
  expect(performance.now() - began).toBeLessThan(1000)
})
