import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../../disk/part-file.js'
import { createFolderOf, onDisk } from '../../disk/storage.js'
import type { Lock } from '../../disk/lock.js'
import { systemClock as clock } from '../../http/clock.js'
import type { Lease, Store } from '../machine/store.js'
import { isDueAt, isSettled, isState, type UnitState } from '../machine/unit-state.js'
import { unitKey } from '../units/unit.js'
import { type DirectoryLockOptions, lockDirectory } from './directory-lock.js'
import { type Journal, openJournal } from './journal.js'
import { readJson, writeJsonAmongMany } from './json-file.js'

/** How many lines of settled units the journal may have before it is compacted. */
const SLACK = 1000

interface Opened extends AsyncDisposable {
  /** States that are newer than their files, by key of the unit. */
  readonly states: Map<string, Kept>
  readonly write: (kept: Kept) => Promise<void>
}

/**
 * Keeps the states of units in `dir/.didww`: a journal for units in progress and `units/KEY.json` for settled ones. One
 * process owns the directory from the first use until `close()`. The lock of a dead process is taken over: of this host
 * at once, of another after 60 seconds without a sign of life.
 *
 * @throws from its methods: {ConfigurationError} `in_use`, when another process has the directory; `foreign_file`, when
 * a file is damaged, written by a newer version, or not one of this package.
 * @example
 * await using store = directoryStore('cdrs')
 */
export const directoryStore = (dir: string, options: DirectoryLockOptions = {}): Store => {
  const folder = join(dir, '.didww')
  const leases = new Map<string, Lease & { until: number }>()
  /** The last fence that this process gave for each unit, saved or not. */
  const given = new Map<string, number>()
  let opening: Promise<Opened> | undefined

  const opened = (): Promise<Opened> => (opening ??= open(dir, options))

  const keptFor = async (key: string): Promise<Kept | undefined> => {
    const { states } = await opened()
    const known = states.get(key)
    const file = known ? undefined : await readJson(dir, fileOf(folder, key), isStateFile(key))
    return known ?? (file && fromFile(file))
  }
  const isMine = ({ key, fence }: Lease): boolean => leases.get(key)?.fence === fence
  const lives = (key: string): boolean => (leases.get(key)?.until ?? 0) > clock.now()

  const store: Store = {
    spool: join(folder, 'spool'),
    claim: async (unit, _owner, leaseMs) => {
      const key = unitKey(unit)
      const kept = await keptFor(key)
      const state = kept && { ...kept.state, unit }
      const other = leases.get(key)
      if (other && lives(key)) return { lease: undefined, leaseEndsInMs: other.until - clock.now(), state }
      // Fences start at the time, so that a store that was lost or restored never repeats one that the target has seen.
      const fence = Math.max(Math.floor(clock.now()), (given.get(key) ?? 0) + 1, (kept?.fence ?? 0) + 1)
      given.set(key, fence)
      leases.set(key, { key, fence, until: clock.now() + leaseMs })
      return { lease: { key, fence }, state }
    },
    save: async (lease, state) => {
      const { write } = await opened()
      if (!isMine(lease)) return false
      await write({ fence: lease.fence, state })
      return true
    },
    renew: (lease, leaseMs) => {
      if (isMine(lease)) leases.set(lease.key, { ...lease, until: clock.now() + leaseMs })
      return Promise.resolve(isMine(lease))
    },
    release: (lease) => {
      if (isMine(lease)) leases.delete(lease.key)
      return Promise.resolve()
    },
    read: async (key) => (await keptFor(key))?.state,
    list: async function* (steps) {
      const { states } = await opened()
      const keys = new Set([...states.keys(), ...(await filesIn(folder)).map((name) => name.slice(0, -5))])
      for (const key of keys) {
        const state = (await keptFor(key))?.state
        if (state && 'unit' in state && (steps?.includes(state.step) ?? true)) yield state
      }
    },
    listDue: async function* (now) {
      const { states } = await opened()
      for (const [key, { state }] of [...states]) {
        if (!isSettled(state) && !lives(key) && isDueAt(state, now)) yield state
      }
    },
    close: async () => {
      const open = await opening?.catch(() => undefined)
      opening = undefined
      leases.clear()
      await open?.[Symbol.asyncDispose]()
    },
    [Symbol.asyncDispose]: () => store.close(),
  }
  return store
}

const fileOf = (folder: string, key: string): string => join(folder, 'units', `${key}.json`)

export const journalOf = (folder: string): string => join(folder, 'journal.ndjson')

export const filesIn = (folder: string, suffix = '.json'): Promise<string[]> =>
  onDisk('read', folder, async () => (await readdir(join(folder, 'units'))).filter((name) => name.endsWith(suffix)))

const open = async (dir: string, options: DirectoryLockOptions): Promise<Opened> => {
  const folder = join(dir, '.didww')
  const lock = await lockDirectory(join(folder, 'lock'), options)
  try {
    return await openLocked(dir, folder, lock)
  } catch (error) {
    await lock[Symbol.asyncDispose]()
    throw error
  }
}

const openLocked = async (dir: string, folder: string, lock: Lock): Promise<Opened> => {
  await createFolderOf(fileOf(folder, 'x'))
  for (const part of await filesIn(folder, '.part')) await rm(join(folder, 'units', part), { force: true })
  const { entries, journal } = await openJournal(dir, journalOf(folder), isKept)
  try {
    return await withStates(folder, lock, entries, journal)
  } catch (error) {
    await journal.close()
    throw error
  }
}

const withStates = async (
  folder: string,
  lock: Lock,
  entries: readonly Kept[],
  journal: Journal<Kept>,
): Promise<Opened> => {
  const states = new Map(entries.map((kept) => [kept.state.key, kept]))

  const settle = async (kept: Kept): Promise<void> => {
    await writeJsonAmongMany(fileOf(folder, kept.state.key), toFile(kept))
    if (states.get(kept.state.key) === kept) states.delete(kept.state.key)
  }
  const compact = async (): Promise<void> => {
    await onDisk('write', folder, () => syncFolder(join(folder, 'units')))
    await journal.replace(() => states.values())
  }
  for (const kept of [...states.values()]) if (isSettled(kept.state)) await settle(kept)
  if (journal.lines > states.size) await compact()

  let compacting: Promise<void> | undefined
  return {
    states,
    write: async (kept) => {
      await lock.confirm()
      states.set(kept.state.key, kept)
      await journal.append(kept)
      if (isSettled(kept.state)) await settle(kept)
      if (journal.lines > SLACK + 8 * states.size) {
        compacting ??= compact().finally(() => (compacting = undefined))
        await compacting
      }
    },
    [Symbol.asyncDispose]: async () => {
      try {
        await compacting
        if (journal.lines > states.size) await compact()
      } finally {
        await journal.close()
        await lock[Symbol.asyncDispose]()
      }
    },
  }
}

/** A state with the fence of the lease under which it was saved. */
export interface Kept {
  readonly fence: number
  readonly state: UnitState
}

/** The same in a file of its own. */
type StateFile = UnitState & { readonly fence?: number; readonly format?: number }

/** Whether a file holds the state of this unit. */
export const isStateFile =
  (key: string) =>
  (file: Partial<StateFile>): file is StateFile =>
    file.key === key && isState(file)

/** The version of the format is not part of the state. */
export const fromFile = ({ fence = 0, format, ...state }: StateFile): Kept => ({ fence, state })

const toFile = ({ fence, state }: Kept): StateFile => ({ ...state, fence })

export const isKept = (entry: unknown): entry is Kept => {
  const { fence, state } = { ...(entry as Partial<Kept> | null) }
  return Number.isInteger(fence) && isState(state)
}
