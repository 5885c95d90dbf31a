import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { directoryStore, type Store, type Unit, unitKey, type UnitState } from '../../src/pull/index.js'
import { storeSuite } from '../helpers/store-suite.js'

const temporary = (): Promise<string> => mkdtemp(join(tmpdir(), 'didww-exports-store-'))

storeSuite('a directory', async () => {
  const dir = await temporary()
  const journal = join(dir, '.didww', 'journal.ndjson')
  return {
    shared: false,
    open: () => Promise.resolve(directoryStore(dir)),
    makeNewer: async () => writeFile(journal, (await readFile(journal, 'utf8')).replace('"format":1', '"format":9')),
    damage: async () => writeFile(journal, `\n${await readFile(journal, 'utf8')}`),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  }
})

const unit: Unit = {
  account: 'default',
  export_type: 'cdr_in',
  from: '2026-10-01T00:00:00Z',
  to: '2026-11-01T00:00:00Z',
  filter: {},
}
const key = unitKey(unit)
const state: UnitState = {
  key,
  unit,
  generation: 1,
  api_version: '2021-12-15',
  origin: 'https://api.example',
  step: 'waiting',
  possible_orphans: 0,
}
const save = async (store: Store, patch: Partial<UnitState> = {}): Promise<void> => {
  const { lease } = await store.claim(unit, 'test', 60_000)
  if (!lease) throw new Error('It is not free')
  await store.save(lease, { ...state, ...patch })
  await store.release(lease)
}

test('a torn last line is dropped, and the next one follows the last complete one', async () => {
  const dir = await temporary()
  const journal = join(dir, '.didww', 'journal.ndjson')
  await save(directoryStore(dir), { generation: 2 })
  // The process is gone, its lock with it.
  await rm(join(dir, '.didww', 'lock'))
  for (const torn of [
    '{"format":1,"sum":"0123',
    '{"format":1,"sum":"0123456789abcdef","entry":{}}\n',
    '\u0000\u0000\n',
  ]) {
    await appendFile(journal, torn)
    await using store = directoryStore(dir)
    expect((await store.read(key))?.generation).toBe(2)
    await save(store, { generation: 2 })
  }
  await rm(dir, { recursive: true })
})

test('only its owner can read it, and a run leaves no lock and no parts', async () => {
  const dir = await temporary()
  const store = directoryStore(dir)
  await save(store)
  await save(store, { step: 'done' })
  await store.close()
  const entries = await readdir(join(dir, '.didww'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(files.map((path) => path.slice(dir.length + 1)).sort()).toEqual([
    '.didww/journal.ndjson',
    `.didww/units/${key}.json`,
  ])
  for (const path of files) expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(join(dir, '.didww'))).mode & 0o777).toBe(0o700)
  await rm(dir, { recursive: true })
})

test('a state of an older format is continued', async () => {
  const dir = await temporary()
  await save(directoryStore(dir), { step: 'done' })
  const path = join(dir, '.didww', 'units', `${key}.json`)
  const { unit: _unit, fence: _fence, ...old } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
  expect([_unit, _fence]).not.toContain(undefined)
  await rm(join(dir, '.didww', 'lock'))
  await rm(join(dir, '.didww', 'journal.ndjson'))
  await writeFile(path, JSON.stringify({ ...old, step: 'waiting', export_id: 'x' }))
  await using store = directoryStore(dir)
  expect(await store.claim(unit, 'test', 1000)).toMatchObject({ state: { ...state, export_id: 'x' } })
  await rm(dir, { recursive: true })
})

test('the journal does not grow with finished units', async () => {
  const dir = await temporary()
  await using store = directoryStore(dir)
  for (let round = 0; round < 1200; round += 1) await save(store, { generation: round + 1 })
  const lines = (await readFile(join(dir, '.didww', 'journal.ndjson'), 'utf8')).split('\n').length
  expect(lines).toBeLessThan(1000)
  expect((await store.read(key))?.generation).toBe(1200)
  await store.close()
  await rm(dir, { recursive: true })
})
