import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { attwFindings, publintFindings } from '../../scripts/package/lint-package.js'
import { pack, type Packed } from '../../scripts/package/pack.js'
import { run } from '../../scripts/package/run.js'
import { installedTree, installInto, isPermissive } from '../../scripts/package/installed.js'
import { LIMITS } from '../../scripts/package/limits.js'

const prism = inject('prism')['2021-12-15'] ?? ''
let folder = ''
let packed: Packed

const ID = '77ebb57f-7b01-4178-bc84-9d1a8d2ae850'
const env = { ...process.env, DIDWW_API_KEY: 'key', DIDWW_BASE_URL: prism }

/** An empty project into which the packed tarball is installed. */
beforeAll(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'didww-exports-packed-'))
  packed = await pack(parent)
  folder = join(parent, 'project')
  await installInto(folder, packed)
})

afterAll(() => rm(join(folder, '..'), { recursive: true }))

/** Compiles files together, and gives the complaints of the compiler. */
const compile = async (sources: Record<string, string>): Promise<string> => {
  for (const [name, text] of Object.entries(sources)) await writeFile(join(folder, name), text)
  const config = { compilerOptions: COMPILER, files: Object.keys(sources) }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  return run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: folder }).then(
    () => '',
    (error: unknown) => (error as Error).message,
  )
}

const COMPILER = {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  module: 'NodeNext',
  target: 'ES2022',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  types: [],
}

test('the tarball contains what is imported and nothing else, and is small', () => {
  const { files, size } = packed
  expect(files.filter((path) => !/^dist\/(?:src|generated|openapi)\//.test(path)).sort()).toEqual([
    'LICENSE',
    'README.md',
    'package.json',
  ])
  expect(files).toContain('dist/src/index.d.ts')
  expect(files.filter((path) => path.startsWith('dist/docs') || path.includes('/cli/commands/'))).toEqual([])
  expect(size).toBeLessThan(LIMITS.tarball)
})

test('publint and attw have nothing to say', async () => {
  expect(await publintFindings(join(folder, 'node_modules/didww-exports'))).toEqual([])
  expect(await attwFindings(packed.path)).toEqual([])
})

const ESM = `import { createExportsClient, NotFoundError, type Export } from 'didww-exports'
const didww = createExportsClient()
const one: Export<'2021-12-15'> = await didww.retrieve('${ID}')
const status: 'Pending' | 'Processing' | 'Completed' = one.status
console.log(one.export_type, status, NotFoundError.name)
`

const ENTRIES = `import { createExportsClient } from 'didww-exports'
import { columnsOf, decodeRecords, type ExportRecord } from 'didww-exports/records'
import { createSandbox } from 'didww-exports/sandbox'
import { createExportsClient as createWebClient, type ExportsClient } from 'didww-exports/web'
const sandbox = createSandbox({ seed: 1, rows: 20, now: '2026-11-20T00:00:00Z' })
const options = { apiKey: sandbox.apiKey, baseUrl: await sandbox.listen(), clock: sandbox.clock }
const didww = createExportsClient(options)
let calls = 0
let seconds = 0
for await (const call of didww.pull({ export_type: 'cdr_in', filters: { year: 2026, month: 10 } })) {
  const typed: ExportRecord<'2021-12-15', 'cdr_in'> = call
  calls += 1
  seconds += typed.duration_secs ?? 0
}
const web: ExportsClient<'2021-12-15'> = createWebClient(options)
const { data } = await web.list()
await sandbox.close()
console.log(calls, seconds > 0, columnsOf('2021-12-15', 'cdr_in').length, typeof decodeRecords, data.length)
`

const WRONG = `import { createExportsClient } from 'didww-exports'
await createExportsClient().create({ export_type: 'cdr_in', filters: { year: '2021', month: '12', day: '1' } })
`

test(
  'TypeScript compiles the entries without skipLibCheck, refuses a wrong filter, and they run',
  { timeout: 60_000 },
  async () => {
    const complaints = await compile({ 'esm.mts': ESM, 'entries.mts': ENTRIES, 'wrong.mts': WRONG })
    expect(complaints.match(/^\S+: error TS\d+/gm)).toEqual(['wrong.mts(2,99): error TS2353'])
    const esm = await run(process.execPath, ['esm.mjs'], { cwd: folder, env })
    expect(esm.stdout).toBe('cdr_out Completed NotFoundError\n')
    const entries = await run(process.execPath, ['entries.mjs'], { cwd: folder })
    expect(entries.stdout).toBe('20 true 15 function 1\n')
  },
)

test('the library needs neither commander nor ajv; the sandbox does', async () => {
  const away = join(folder, 'away')
  const modules = join(folder, 'node_modules')
  await mkdir(away)
  for (const name of ['ajv', 'ajv-formats', 'commander']) await rename(join(modules, name), join(away, name))
  const load = (entry: string): Promise<unknown> =>
    run(process.execPath, ['-e', `import('${entry}')`], { cwd: folder }).then(() => 'loaded')
  try {
    for (const entry of ['', '/records', '/web']) expect(await load(`didww-exports${entry}`)).toBe('loaded')
    await expect(load('didww-exports/sandbox')).rejects.toThrow(/Cannot find package 'ajv/)
  } finally {
    for (const name of ['ajv', 'ajv-formats', 'commander']) await rename(join(away, name), join(modules, name))
  }
})

test('CommonJS: require() works', async () => {
  await writeFile(
    join(folder, 'common.cjs'),
    `const { createExportsClient } = require('didww-exports')
const openapi = require('didww-exports/openapi/2021-12-15.json')
createExportsClient().retrieve('${ID}').then((one) => console.log(one.status, openapi.info.version))
`,
  )
  const { stdout, stderr } = await run(process.execPath, ['common.cjs'], { cwd: folder, env })
  expect(stdout).toBe('Completed 2021-12-15\n')
  expect(stderr).not.toMatch(/Error/)
})

test('the command is installed and runs', async () => {
  const { stdout } = await run('node_modules/.bin/didww-exports', ['get', ID, '--json'], { cwd: folder, env })
  expect(JSON.parse(stdout)).toMatchObject({ id: ID })
  const demo = await run('node_modules/.bin/didww-exports', ['pull', '--demo', '--out', 'demo'], { cwd: folder })
  expect(demo.stderr).toContain('pulled: 1,000 calls')
})

test('at most 15 packages are installed, without install scripts, under permissive licences', async () => {
  const tree = await installedTree(folder)
  expect(tree.length).toBeLessThanOrEqual(LIMITS.packages)
  expect(tree.map(({ name }) => name)).toContain('ajv')
  expect(tree.filter(({ installScripts }) => installScripts.length > 0)).toEqual([])
  expect(tree.filter((one) => !isPermissive(one))).toEqual([])
})

interface Manifest {
  name: string
  version: string
  peerDependencies: Record<string, string>
  peerDependenciesMeta: Record<string, { optional: boolean }>
}
const manifestIn = async (path: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as Manifest

test('npm accepts the peers that the tests use', async () => {
  const consumer = join(folder, '..', 'peers')
  const install = async (one: Partial<Manifest>): Promise<void> => {
    const home = join(consumer, 'node_modules', one.name ?? '')
    await mkdir(home, { recursive: true })
    await writeFile(join(home, 'package.json'), JSON.stringify(one))
  }
  const { name, version, peerDependencies, peerDependenciesMeta } = await manifestIn('.')
  await install({ name, version, peerDependencies, peerDependenciesMeta })
  const peers = Object.keys(peerDependencies)
  for (const peer of peers) {
    const { version: tested } = await manifestIn(`node_modules/${peer}`)
    await install({ name: peer, version: tested })
  }
  const dependencies = Object.fromEntries([name, ...peers].map((one) => [one, '*']))
  await writeFile(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true, dependencies }))
  // Ends with 1, and says which, where a version is not one that is asked for.
  await expect(run('npm', ['ls', '--all'], { cwd: consumer })).resolves.toMatchObject({ stderr: '' })
})
