import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Clock, createExportsClient } from '../../src/index.js'
import { advance, directoryStore, directoryTarget, planUnits, runUnits } from '../../src/pull/index.js'
import { tryLock } from '../../src/disk/lock.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'
import { closedMonth } from '../helpers/closed-month.js'

const DAY = 86_400_000

const temporaryFolder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'didww-exports-clocks-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

type Version = '2021-12-15' | '2026-04-16'

const bench = async (apiVersion: Version, now: string) => {
  const sandbox = createSandbox({ apiVersion, now, rows: 300, rateLimit: Infinity, realTime: false })
  onTestFinished(() => sandbox.close())
  return { sandbox, apiVersion, dir: await temporaryFolder() }
}
type Bench = Awaited<ReturnType<typeof bench>>

/** What a process works with whose clock is wrong by `offMs`, while the API's is right. */
const processOf = ({ sandbox, apiVersion, dir }: Bench, offMs: number) => {
  const { apiKey, fetch, url: baseUrl } = sandbox
  const clock: Clock = {
    now: () => sandbox.clock.now() + offMs,
    sleep: (ms, signal) => sandbox.clock.sleep(ms, signal),
  }
  const client = createExportsClient({ apiKey, apiVersion, fetch, clock, baseUrl })
  const [store, target] = [directoryStore(dir), directoryTarget(dir)]
  const close = async (): Promise<void> => {
    await target.close()
    await store.close()
  }
  return { store, target, clientFor: () => client, clock, [Symbol.asyncDispose]: close }
}

const OCTOBER = planUnits({ exportTypes: ['cdr_in'], periods: ['2026-10'] })

test.each(['2021-12-15', '2026-04-16'] as const)(
  'a clock that is ahead does not make a month final before its last calls have come, %s',
  async (apiVersion) => {
    const given = await bench(apiVersion, '2026-11-01T12:00:00Z')
    const resultsOf = async (offMs: number): Promise<unknown> => {
      await using context = processOf(given, offMs)
      return (await runUnits(OCTOBER, context)).results
    }
    expect(await resultsOf(5 * DAY)).toMatchObject({ provisional: 1 })
    await given.sandbox.clock.sleep(3 * DAY)
    expect(await resultsOf(0)).toMatchObject({ done: 1 })
    expect(given.sandbox.exports).toHaveLength(2)
  },
)

test('a unit whose next look was put off by a clock that was ahead is looked at by others', async () => {
  const given = await bench('2026-04-16', '2026-11-20T12:00:00Z')
  const [unit] = OCTOBER
  if (!unit) throw new Error('No unit was planned')
  {
    await using ahead = processOf(given, 40 * DAY)
    expect(await advance(unit, ahead)).toMatchObject({ done: false, state: { step: 'waiting' } })
  }
  await given.sandbox.clock.sleep(60_000)
  await using right = processOf(given, 0)
  const due: string[] = []
  for await (const { step } of right.store.listDue(right.clock.now())) due.push(step)
  expect(due).toEqual(['waiting'])
  expect(await advance(unit, right)).toMatchObject({ done: true, loaded: { rows: 300 } })
})

/** Lets the clock of a process jump at each look, before it loads anything. */
const JUMPING = `data:text/javascript,${encodeURIComponent(`
  const real = Date.now
  const jumps = [0, 40, -40, 0, 400, -4000].map((days) => days * 86_400_000)
  let looks = 0
  const now = () => real() + jumps[(looks += 1) % jumps.length]
  globalThis.Date = class extends Date {
    constructor(...given) { super(...(given.length > 0 ? given : [now()])) }
    static now() { return now() }
  }`)}`

test('a pull goes on while the clock of its machine jumps by years, back and forth', async () => {
  await using sandbox = createSandbox({
    ...{ apiVersion: '2026-04-16', rows: 300, realTime: true, pendingFor: '10ms', processingFor: '10ms' },
  })
  const dir = await temporaryFolder()
  const unit = join(dir, 'unit.json')
  const [{ key, ...planned } = { key: '' }] = planUnits({ exportTypes: ['cdr_in'], periods: [closedMonth.period] })
  await writeFile(unit, JSON.stringify(planned))
  const env = {
    DIDWW_API_KEY: sandbox.apiKey,
    DIDWW_BASE_URL: await sandbox.listen(),
    NODE_OPTIONS: `--import=${JUMPING}`,
  }
  const pull = (): ReturnType<typeof cli> => cli(['pull', '--unit', unit, '--out', join(dir, 'cdrs')], { env })
  expect(await pull()).toMatchObject({ code: 0, stderr: expect.stringContaining('pulled: 300 calls') as string })
  expect(await pull()).toMatchObject({ code: 0, stderr: expect.stringContaining('done already') as string })
  expect(sandbox.exports).toHaveLength(1)
})

test('a process that stood still while its clock was set back sees that its lock was taken', async () => {
  const path = join(await temporaryFolder(), 'lock')
  await using lock = await tryLock(path)
  const mine = JSON.parse(await readFile(path, 'utf8')) as object
  await lock?.confirm()
  await writeFile(path, JSON.stringify({ ...mine, token: 'of another process' }))
  const steady = performance.now()
  const standing = vi.spyOn(performance, 'now').mockImplementation(() => steady + 70_000)
  onTestFinished(() => standing.mockRestore())
  await expect(lock?.confirm()).rejects.toMatchObject({ code: 'in_use' })
})
