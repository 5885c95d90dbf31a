import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Lease, Store } from '../../src/pull/machine/store.js'
import type { UnitState } from '../../src/pull/machine/unit-state.js'
import { type Unit, unitKey } from '../../src/pull/units/unit.js'

/** One place in which states are kept, under test. */
export interface StoreBench extends AsyncDisposable {
  /** Opens it; the same place each time. */
  readonly open: () => Promise<Store>
  /** Makes what is there one of a newer program. */
  readonly makeNewer: () => Promise<void>
  /** Spoils what is there. */
  readonly damage: () => Promise<void>
  /** Whether several may have it open at once. */
  readonly shared: boolean
}

const unitOf = (day: number): Unit => {
  const two = (number: number): string => String(number).padStart(2, '0')
  const [from, to] = [`2026-10-${two(day)}T00:00:00Z`, `2026-10-${two(day + 1)}T00:00:00Z`]
  return { account: 'acme', export_type: 'cdr_in', from, to, filter: { did: "O'Hara \u{1F4DE}" } }
}
const unit = unitOf(1)

const stateOf = (of: Unit, patch: Partial<UnitState> = {}): UnitState => ({
  key: unitKey(of),
  unit: of,
  generation: 1,
  api_version: '2026-04-16',
  origin: 'https://api.example',
  step: 'planned',
  possible_orphans: 0,
  ...patch,
})

const leased = async (store: Store, of: Unit = unit, leaseMs = 60_000): Promise<Lease> => {
  const { lease } = await store.claim(of, 'suite', leaseMs)
  if (!lease) throw new Error('It is not free')
  return lease
}
const put = async (store: Store, state: UnitState): Promise<void> => {
  const lease = await leased(store, state.unit)
  expect(await store.save(lease, state)).toBe(true)
  await store.release(lease)
}
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const keysOf = async (states: AsyncIterable<UnitState>): Promise<string[]> => {
  const keys: string[] = []
  for await (const { key } of states) keys.push(key)
  return keys.sort()
}

/** What every store has to do: one suite for all. Call it in a `*.test.ts`. */
export const storeSuite = (name: string, createBench: () => Promise<StoreBench>): void => {
  describe(name, () => {
    let bench: StoreBench
    let store: Store
    beforeEach(async () => {
      bench = await createBench()
      store = await bench.open()
    })
    afterEach(async () => {
      await store.close()
      await bench[Symbol.asyncDispose]()
    })
    const reopened = async (): Promise<Store> => {
      await store.close()
      return (store = await bench.open())
    }

    test('a unit is unknown before its first save, and as saved afterwards', async () => {
      const claim = await store.claim(unit, 'suite', 60_000)
      expect(claim.state).toBeUndefined()
      expect(await store.read(unitKey(unit))).toBeUndefined()
      expect(await keysOf(store.list())).toEqual([])
      const state = stateOf(unit, { step: 'waiting', export_id: 'x', polls: 3, due_at: '2026-11-20T12:00:00.123Z' })
      if (claim.lease) expect(await store.save(claim.lease, state)).toBe(true)
      expect(await store.read(unitKey(unit))).toEqual(state)
      expect(await (await reopened()).read(unitKey(unit))).toEqual(state)
    })

    test('a lease excludes everybody until it is released, even its own owner', async () => {
      const lease = await leased(store)
      const other = await store.claim(unit, 'suite', 60_000)
      expect(other.lease).toBeUndefined()
      if (!other.lease) expect(other.leaseEndsInMs).toBeGreaterThan(50_000)
      expect((await store.claim(unitOf(2), 'suite', 60_000)).lease).toBeDefined()
      await store.release(lease)
      expect((await leased(store)).fence).toBeGreaterThan(lease.fence)
    })

    test('of many who claim at once one gets it', async () => {
      const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim(unit, 'suite', 60_000)))
      expect(claims.filter(({ lease }) => lease)).toHaveLength(1)
    })

    test('a lapsed lease can still write until it is taken over, and then cannot', async () => {
      const late = await leased(store, unit, 40)
      await sleep(80)
      expect(await store.save(late, stateOf(unit, { generation: 7 }))).toBe(true)
      const next = await leased(store)
      expect(next.fence).toBeGreaterThan(late.fence)
      expect(await store.save(late, stateOf(unit, { generation: 8 }))).toBe(false)
      expect(await store.renew(late, 60_000)).toBe(false)
      await store.release(late)
      expect((await store.read(unitKey(unit)))?.generation).toBe(7)
      expect((await store.claim(unit, 'suite', 60_000)).lease).toBeUndefined()
      expect(await store.save(next, stateOf(unit, { generation: 9 }))).toBe(true)
    })

    test('a renewed lease stays valid', async () => {
      const lease = await leased(store, unit, 40)
      expect(await store.renew(lease, 60_000)).toBe(true)
      await sleep(80)
      expect((await store.claim(unit, 'suite', 60_000)).lease).toBeUndefined()
    })

    test('fences always grow, also after the store was closed', async () => {
      const fences: number[] = []
      for (let round = 0; round < 3; round += 1) {
        const lease = await leased(store)
        fences.push(lease.fence)
        await store.save(lease, stateOf(unit, { step: round === 1 ? 'done' : 'planned' }))
        await store.release(lease)
        await reopened()
      }
      expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b))
    })

    test('listDue finds units that are open, due and not leased', async () => {
      const now = Date.parse('2026-11-20T12:00:00Z')
      const suspended = { step: 'planned', error: { name: 'E', code: 'e', message: 'm', retryable: true } } as const
      const patches: [number, Partial<UnitState>][] = [
        [1, {}],
        [2, { step: 'waiting', due_at: '2026-11-20T11:59:59Z' }],
        [3, { step: 'waiting', due_at: '2026-11-20T12:00:01Z' }],
        [4, { step: 'done' }],
        [5, { step: 'provisional' }],
        [6, { step: 'closed' }],
        [7, { step: 'suspended', suspended, due_at: '2026-11-20T11:00:00Z' }],
        [8, { step: 'suspended', suspended }],
        [9, { step: 'creating' }],
        [10, { step: 'creating' }],
      ]
      for (const [day, patch] of patches) await put(store, stateOf(unitOf(day), patch))
      await leased(store, unitOf(9))
      await leased(store, unitOf(10), 10)
      await sleep(40)
      const want = [1, 2, 7, 10].map((day) => unitKey(unitOf(day))).sort()
      expect(await keysOf(store.listDue(now))).toEqual(want)
      const keysIn = (...steps: UnitState['step'][]) => keysOf(store.list(steps))
      expect(await keysIn('suspended')).toEqual([7, 8].map((day) => unitKey(unitOf(day))).sort())
      expect(await keysIn('done', 'closed')).toEqual([4, 6].map((day) => unitKey(unitOf(day))).sort())
      expect(await keysOf(store.list())).toHaveLength(10)
    })

    test('states saved at the same time are all kept', async () => {
      const days = Array.from({ length: 25 }, (_, index) => index + 1)
      await Promise.all(days.map((day) => put(store, stateOf(unitOf(day), { step: day % 2 ? 'done' : 'waiting' }))))
      await reopened()
      expect(await keysOf(store.list())).toHaveLength(25)
      expect(await keysOf(store.list(['waiting']))).toHaveLength(12)
    })

    const openUnusable = async (): Promise<unknown> => {
      store = await bench.open()
      return store.claim(unit, 'suite', 60_000)
    }

    test.each(['makeNewer', 'damage'] as const)('after %s the store is refused with a hint', async (spoil) => {
      await put(store, stateOf(unit))
      await store.close()
      await bench[spoil]()
      await expect(openUnusable()).rejects.toMatchObject({
        name: 'ConfigurationError',
        hint: expect.any(String) as string,
      })
    })
  })
}
