import { readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createExportsClient } from '../../src/index.js'
import {
  directoryStore,
  directoryTarget,
  enqueueUnit,
  planUnits,
  type PullFormat,
  repairDirectory,
  runUnits,
} from '../../src/pull/index.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'

let folder = ''
let dir = ''
let sandbox: Sandbox
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-repair-'))
  // A blank, so that what is told can be pasted into a shell.
  dir = join(folder, 'my cdrs')
  sandbox = createSandbox({ seed: 4, now: '2026-11-20T12:00:00Z', rows: 300 })
  await sandbox.listen()
})
afterEach(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true })
})

const unitsOf = (types: readonly string[]) =>
  planUnits({
    accounts: ['default'],
    exportTypes: types,
    periods: ['2026-10'],
    apiVersion: '2021-12-15',
  })

const pull = async (types: readonly string[] = ['cdr_in', 'cdr_out'], format: PullFormat = 'csv.gz') => {
  const { apiKey, url: baseUrl, clock } = sandbox
  const didww = createExportsClient({ apiKey, baseUrl, clock })
  await using target = directoryTarget(dir, { format })
  await using store = directoryStore(dir)
  const { outcomes } = await runUnits(unitsOf(types), { store, target, clientFor: () => didww, clock })
  return outcomes
}
const repair = (...more: string[]) => cli(['repair', dir, ...more])
const creates = (): number => sandbox.requests.filter(({ method }) => method === 'POST').length

const unitOf = (type: string): string => {
  const units = readdirSync(join(dir, '.didww', 'units')).map((name) => join(dir, '.didww', 'units', name))
  return units.find((path) => readFileSync(path, 'utf8').includes(`"${type}"`)) ?? ''
}
const manifestPath = (): string => join(dir, 'manifest.json')
const manifest = async (): Promise<Record<string, { path: string; pulled_at: string }>> =>
  (JSON.parse(await readFile(manifestPath(), 'utf8')) as { files: Record<string, { path: string; pulled_at: string }> })
    .files
const halve = (path: string): void => truncateSync(path, readFileSync(path).length >> 1)

/** Every file below the directory with its bytes, to see that none is lost. */
const contents = async (): Promise<string[]> => {
  const found = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = found.filter((one) => one.isFile() && !one.name.endsWith('.ndjson'))
  return files.map((one) => readFileSync(join(one.parentPath, one.name), 'base64'))
}

test('a damaged state stops its own unit only, and the error names the command that repairs', async () => {
  await pull()
  halve(unitOf('cdr_in'))
  const [before, requests] = [await contents(), sandbox.requests.length]
  const [stopped, done] = await pull()
  expect(stopped).toMatchObject({ result: 'refused', error: { code: 'foreign_file' } })
  expect(stopped?.error?.message).toMatch(/dx1-.*\.json is damaged$/)
  expect(stopped?.error?.hint).toBe(`Run: didww-exports repair '${dir}'`)
  expect(done).toMatchObject({ result: 'done', already: true })
  const { code, stdout } = await repair()
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^set aside: \.didww\/units\/dx1-/) as string,
  })
  expect(await contents()).toEqual(expect.arrayContaining(before))
  expect(await pull()).toMatchObject([{ already: true }, { already: true }])
  // The manifest vouches for the calls, so nothing is asked of the API.
  expect(sandbox.requests).toHaveLength(requests)
  expect(await repair()).toMatchObject({ code: 0, stdout: 'nothing to repair\n' })
})

test.each(['csv.gz', 'ndjson', 'parquet'] as const)(
  'a manifest that was cut is rebuilt from files of %s',
  async (format) => {
    await pull(['cdr_in', 'cdr_out'], format)
    const [held, requests] = [await manifest(), creates()]
    halve(manifestPath())
    const before = await contents()
    expect(await pull(['cdr_in'], format)).toMatchObject([{ error: { hint: `Run: didww-exports repair '${dir}'` } }])
    const { code, stdout } = await repair()
    expect(code).toBe(0)
    expect(stdout.split('\n').filter((line) => line.startsWith('restored: type='))).toHaveLength(2)
    expect(await contents()).toEqual(expect.arrayContaining(before))
    const told = (entries: Awaited<ReturnType<typeof manifest>>): object =>
      Object.fromEntries(
        Object.entries(entries).map(([key, { pulled_at: _, ...entry }]) => [key, { ...entry, layout: undefined }]),
      )
    expect(told(await manifest())).toEqual(told(held))
    expect(await pull(['cdr_in', 'cdr_out'], format)).toMatchObject([{ already: true }, { already: true }])
    expect(creates()).toBe(requests)
  },
)

test('a file that was changed is not restored, and the next pull replaces it', async () => {
  await pull()
  const { path } = Object.values(await manifest()).find((one) => one.path.includes('cdr_out')) ?? { path: '' }
  const bytes = readFileSync(join(dir, path))
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
  writeFileSync(join(dir, path), bytes)
  halve(manifestPath())
  const { code, stdout } = await repair('--json')
  expect(code).toBe(6)
  expect((JSON.parse(stdout) as { path: string }[]).find((one) => one.path === path)).toEqual({
    path,
    result: 'not_restored',
    note: 'its SHA-256 is not that of what was downloaded; the next pull of its unit replaces it',
  })
  expect(readFileSync(join(dir, path))).toEqual(bytes)
  const before = creates()
  await pull()
  expect(creates()).toBe(before + 1)
  expect(readFileSync(join(dir, path))).not.toEqual(bytes)
})

test('entries of a manifest that are sound stay, with the files that nothing else vouches for', async () => {
  await pull()
  const held = await manifest()
  const [broken = ''] = Object.keys(held)
  await rm(join(dir, '.didww', 'units'), { recursive: true })
  const text = readFileSync(manifestPath(), 'utf8')
  const at = text.indexOf('"rows": ', text.indexOf(broken))
  writeFileSync(manifestPath(), `${text.slice(0, at)}"rows": "?", "was${text.slice(at + 1)}`)
  expect(await repair()).toMatchObject({ code: 6 })
  expect(Object.keys(await manifest())).toEqual(Object.keys(held).filter((key) => key !== broken))
})

test('of a damaged journal every entry stays whose checksum holds', async () => {
  const units = unitsOf(['cdr_in', 'cdr_out']).flatMap((unit) => ['a', 'b'].map((account) => ({ ...unit, account })))
  const saved = async (): Promise<string[]> => {
    await using store = directoryStore(dir)
    const accounts = []
    for await (const { unit } of store.list()) accounts.push(`${unit.account} ${unit.export_type}`)
    return accounts.sort()
  }
  {
    const clientFor = () => createExportsClient({ apiKey: 'key' })
    await using store = directoryStore(dir)
    await using target = directoryTarget(dir)
    for (const unit of units) await enqueueUnit(unit, { store, target, clientFor })
  }
  expect(await saved()).toEqual(['a cdr_in', 'a cdr_out', 'b cdr_in', 'b cdr_out'])
  const journal = join(dir, '.didww', 'journal.ndjson')
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"account":"b","export_type":"cdr_in"', ''))
  await expect(saved()).rejects.toMatchObject({ hint: `Run: didww-exports repair '${dir}'` })
  expect(await repair()).toMatchObject({
    code: 0,
    stdout: 'set aside: .didww/journal.ndjson: as journal.ndjson.damaged; entries that can be read, and are kept: 3\n',
  })
  expect(await saved()).toEqual(['a cdr_in', 'a cdr_out', 'b cdr_out'])
})

test.each([
  ['newer', '{"format":2}', /newer version/],
  ['of another program', '{"name":"a web app","icons":[]}', /is not from didww-exports/],
])('a manifest that is %s is left as it is', async (_name, text, message) => {
  await pull(['cdr_in'])
  writeFileSync(manifestPath(), text)
  expect(await repair()).toMatchObject({ code: 2, stderr: expect.stringMatching(message) as string })
  expect(readFileSync(manifestPath(), 'utf8')).toBe(text)
})

test('a folder that no pull has written to is refused', async () => {
  await expect(repairDirectory(folder)).rejects.toMatchObject({ code: 'nothing_held' })
  expect(await readdir(folder)).toEqual([])
})

test('a second repair of the same file keeps what the first has set aside', async () => {
  await pull(['cdr_in'])
  for (const name of ['manifest.json.damaged', 'manifest.json.damaged-2']) {
    halve(manifestPath())
    expect(await repairDirectory(dir)).toMatchObject([{ note: expect.stringContaining(`as ${name};`) as string }, {}])
  }
  renameSync(join(dir, 'manifest.json.damaged-2'), join(dir, 'seen'))
})
