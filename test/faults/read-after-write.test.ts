import { expect, test } from 'vitest'
import { createExportsClient } from '../../src/index.js'
import { createSandbox, type Fault } from '../../src/sandbox/index.js'
import { unlimited } from '../../src/http/limiter.js'
import { ID } from '../helpers/document.js'

const MONTH = { export_type: 'cdr_in', filters: { year: '2026', month: '10' } } as const
const unknown = (nth: number[] | 'every'): Fault => ({ on: 'retrieveExport', nth, do: { status: 404 } })

const bench = async (faults: readonly Fault[]) => {
  const sandbox = createSandbox({ now: '2026-11-20T00:00:00Z', faults })
  const { apiKey, clock } = sandbox
  const didww = createExportsClient({ baseUrl: await sandbox.listen(), apiKey, clock, limiter: unlimited })
  const asked = (): number => sandbox.requests.filter(({ operation }) => operation === 'retrieveExport').length
  return { sandbox, didww, asked, [Symbol.asyncDispose]: sandbox.close }
}

test('a 404 for an export that was just created is retried', async () => {
  await using world = await bench([unknown([1, 2, 3])])
  const { id } = await world.didww.create(MONTH)
  expect((await world.didww.retrieve(id)).id).toBe(id)
  expect(world.asked()).toBe(4)
  expect(world.sandbox.fired).toHaveLength(3)
})

test('a wait retries it as well', async () => {
  await using world = await bench([unknown([1, 2])])
  const { id } = await world.didww.create(MONTH)
  expect((await world.didww.waitUntilCompleted(id)).status).toBe('Completed')
  expect(world.sandbox.fired).toHaveLength(2)
})

test('after half a minute a 404 is a NotFoundError', async () => {
  await using world = await bench([unknown('every')])
  const { id } = await world.didww.create(MONTH)
  const before = world.sandbox.clock.now()
  await expect(world.didww.retrieve(id)).rejects.toMatchObject({ name: 'NotFoundError', code: 'not_found' })
  const waited = world.sandbox.clock.now() - before
  expect(waited).toBeGreaterThan(20_000)
  expect(waited).toBeLessThan(60_000)
})

test('the timeout of the call still holds', async () => {
  await using world = await bench([unknown('every')])
  const { id } = await world.didww.create(MONTH)
  const before = world.sandbox.clock.now()
  await expect(world.didww.retrieve(id, { totalTimeout: 3000 })).rejects.toMatchObject({ code: 'not_found' })
  expect(world.sandbox.clock.now() - before).toBeLessThan(3000)
})

test('a 404 for an id that this client did not create is not retried', async () => {
  await using world = await bench([])
  await expect(world.didww.retrieve(ID)).rejects.toMatchObject({ code: 'not_found', attempts: 1 })
  expect(world.asked()).toBe(1)
})
