import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApiVersion, createExportsClient, decodeRecords } from '../../src/index.js'
import {
  advance,
  directoryStore,
  directoryTarget,
  enqueueUnit,
  type ManifestEntry,
  runUnits,
  type Store,
  type Target,
  type Unit,
  unitKey,
  type UnitState,
} from '../../src/pull/index.js'
import { createSandbox, type Fault, type Sandbox } from '../../src/sandbox/index.js'
import { unlimited } from '../../src/http/limiter.js'
import { memoryDirectory } from './memory-directory.js'
import { createMortal, Killed } from './mortal.js'

const NOW = '2026-11-20T12:00:00Z'

export const OCTOBER: Unit = {
  account: 'default',
  export_type: 'cdr_in',
  from: '2026-10-01T00:00:00Z',
  to: '2026-11-01T00:00:00Z',
  filter: {},
}

/** The result of a trial. */
export interface Trial {
  /** The points of death that each life has passed. */
  readonly lives: readonly (readonly string[])[]
  /** The calls in the target, read from its files. */
  readonly rows: readonly object[]
  /** What the manifest says of them. */
  readonly held: (ManifestEntry & { readonly intact: boolean }) | undefined
  /** Files that are no longer needed. */
  readonly leftovers: readonly string[]
  /** What the store says of it. */
  readonly state: UnitState | undefined
  readonly sandbox: Sandbox
}

interface Life {
  readonly store: Store
  readonly target: Target<ManifestEntry>
}

/** What is left on disk when a process dies: a copy, because the process that "died" still cleans up here. */
const diskOf = async (dir: string): Promise<string> => {
  const copy = await memoryDirectory()
  await cp(dir, copy, { recursive: true })
  // Its process is gone. Ours has the same number, but started later.
  for (const name of (await readdir(copy, { recursive: true })).filter((one) => /lock$/.test(one))) {
    const owner = await readFile(join(copy, name), 'utf8')
    await writeFile(join(copy, name), owner.replace(/"start":"\d+"/, '"start":"0"'))
  }
  return copy
}

/** A part of it, for which the whole month has to be asked where the API takes no times. */
export const PART: Unit = { ...OCTOBER, from: '2026-10-05T21:00:00Z', to: '2026-10-20T21:00:00Z' }

/** Pulls October in processes that die, each at its own point, until one lives. `run` pulls with `runUnits`. */
export const crashTrial = async (
  apiVersion: ApiVersion,
  deaths: readonly number[],
  faults: readonly Fault[] = [],
  how: 'steps' | 'run' = 'steps',
  unit: Unit = OCTOBER,
): Promise<Trial> => {
  const sandbox = createSandbox({ seed: 4, now: NOW, rows: 40, apiVersion, faults, rateLimit: Infinity })
  const { apiKey, fetch, clock, url: baseUrl } = sandbox
  const lives: (readonly string[])[] = []
  let dir = await memoryDirectory()

  const live = async ({ store, target }: Life, dieAt: number | undefined): Promise<boolean> => {
    const mortal = createMortal(dieAt)
    lives.push(mortal.points)
    const client = createExportsClient({
      apiVersion,
      apiKey,
      fetch,
      clock,
      baseUrl,
      limiter: unlimited,
      random: () => 0,
    })
    const context = {
      store: mortal.wrap('store', store),
      target: mortal.wrap('target', target),
      clientFor: () => mortal.wrap('client', client),
      clock,
      random: () => 0,
    }
    try {
      if (how === 'run') return (await runUnits([unit], context)).results.done === 1
      let advanced = await enqueueUnit(unit, context)
      while (!advanced.done) {
        sandbox.advance(advanced.waitMs)
        advanced = await advance(unit, context)
      }
      return true
    } catch (error) {
      if (error instanceof Killed) return false
      throw error
    }
  }
  for (const dieAt of [...deaths, undefined]) {
    const life = { store: directoryStore(dir), target: directoryTarget(dir) }
    const isDone = await live(life, dieAt)
    const left = isDone ? undefined : await diskOf(dir)
    await life.store.close()
    await life.target.close()
    if (left === undefined) break
    await rm(dir, { recursive: true })
    dir = left
  }
  await using target = directoryTarget(dir)
  await using store = directoryStore(dir)
  const state = await store.read(unitKey(unit))
  const held = await target.loaded(unit)
  const rows: object[] = []
  const source = { apiVersion, exportType: 'cdr_in' } as const
  if (held) for await (const batch of decodeRecords(join(dir, held.path), source).batches()) rows.push(...batch)
  await target.close()
  await store.close()
  const leftovers = await readdir(join(dir, '.didww', 'spool'))
  await rm(dir, { recursive: true })
  return { lives, rows, held, leftovers, state, sandbox }
}

/** What the sandbox says the target must hold. */
export const truthOf = (sandbox: Sandbox, apiVersion: ApiVersion, { from, to }: Unit = OCTOBER): object[] => {
  const filters =
    apiVersion === '2021-12-15'
      ? { year: '2026', month: '10' }
      : { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' }
  const calls = sandbox.calls({ export_type: 'cdr_in', filters, apiVersion }) as { date_time_start_utc: string }[]
  return calls.filter(({ date_time_start_utc: start }) => start >= from && start < to)
}
