import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const run = promisify(execFile)
const prism = inject('prism')['2021-12-15'] ?? ''
let folder = ''
let files: string[] = []

const ID = '77ebb57f-7b01-4178-bc84-9d1a8d2ae850'
const env = { ...process.env, DIDWW_API_KEY: 'canary-key-90aa', DIDWW_BASE_URL: prism }

/** An empty project into which the packed tarball is installed. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-packed-'))
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder])
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }]
  files = packed.files.map(({ path }) => path)
  const project = join(folder, 'project')
  await mkdir(project)
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, packed.filename)]
  await run('npm', install, { cwd: project })
  folder = project
})

afterAll(() => rm(join(folder, '..'), { recursive: true }))

const tsc = (config: object): Promise<unknown> =>
  writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config)).then(() =>
    run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: folder }),
  )

const COMPILER = {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  module: 'NodeNext',
  target: 'ES2022',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  types: [],
}

test('the tarball holds what is imported and nothing else', () => {
  expect(files.filter((path) => !/^(?:dist\/(?:src|generated)|generated\/openapi)\//.test(path)).sort()).toEqual([
    'LICENSE',
    'README.md',
    'package.json',
  ])
  expect(files).toContain('dist/src/index.d.ts')
  expect(files.some((path) => path.startsWith('dist/docs'))).toBe(false)
})

test('TypeScript, ESM: compiles without skipLibCheck and runs', async () => {
  await writeFile(
    join(folder, 'esm.mts'),
    `import { createExportsClient, NotFoundError, type Export } from 'didww-exports'
const didww = createExportsClient()
const one: Export<'2021-12-15'> = await didww.retrieve('${ID}')
const status: 'Pending' | 'Processing' | 'Completed' = one.status
console.log(one.export_type, status, NotFoundError.name)
`,
  )
  await tsc({ compilerOptions: COMPILER, files: ['esm.mts'] })
  const { stdout } = await run(process.execPath, ['esm.mjs'], { cwd: folder, env })
  expect(stdout).toBe('cdr_out Completed NotFoundError\n')
})

test('the entries compile and run together: a sandbox, a pull from it, its records', async () => {
  await writeFile(
    join(folder, 'entries.mts'),
    `import { createExportsClient } from 'didww-exports'
import { columnsOf, decodeRecords, type ExportRecord } from 'didww-exports/records'
import { createSandbox } from 'didww-exports/sandbox'
const sandbox = createSandbox({ seed: 1, rows: 20, now: '2026-11-20T00:00:00Z' })
const didww = createExportsClient({ apiKey: sandbox.apiKey, baseUrl: await sandbox.listen(), clock: sandbox.clock })
let calls = 0
let seconds = 0
for await (const call of didww.pull({ export_type: 'cdr_in', filters: { year: 2026, month: 10 } })) {
  const typed: ExportRecord<'2021-12-15', 'cdr_in'> = call
  calls += 1
  seconds += typed.duration_secs ?? 0
}
await sandbox.close()
console.log(calls, seconds > 0, columnsOf('2021-12-15', 'cdr_in').length, typeof decodeRecords)
`,
  )
  await tsc({ compilerOptions: COMPILER, files: ['entries.mts'] })
  const { stdout } = await run(process.execPath, ['entries.mjs'], { cwd: folder })
  expect(stdout).toBe('20 true 15 function\n')
})

test('negative control: a wrong filter does not compile', async () => {
  await writeFile(
    join(folder, 'wrong.mts'),
    `import { createExportsClient } from 'didww-exports'
await createExportsClient().create({ export_type: 'cdr_in', filters: { year: '2021', month: '12', day: '1' } })
`,
  )
  const failed = await tsc({ compilerOptions: COMPILER, files: ['wrong.mts'] }).catch((error: unknown) => error)
  expect(failed).toHaveProperty('stdout', expect.stringMatching(/wrong\.mts\(2,.*TS2353.*'day' does not exist/))
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

test('what is installed with it is at most 15 packages, without install scripts', async () => {
  const { stdout } = await run('npm', ['query', '*'], { cwd: folder })
  const packages = (JSON.parse(stdout) as { name: string; scripts?: Record<string, string> }[]).filter(
    ({ name }) => name !== 'consumer',
  )
  expect(packages.length).toBeLessThanOrEqual(15)
  const scripts = packages.flatMap((one) => Object.keys(one.scripts ?? {}))
  expect(scripts.filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([])
})
