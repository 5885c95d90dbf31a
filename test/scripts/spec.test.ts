import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-spec-'))
  for (const path of ['spec', 'generated', 'redocly.yaml']) await cp(path, join(folder, path), { recursive: true })
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
})
afterEach(() => rm(folder, { recursive: true }))

/**
 * Runs a script in the folder as its command line does, but in this process, which has its tools loaded: a process
 * for each would take most of the time to start.
 */
const script = async (name: 'generate' | 'lint-spec', ...args: string[]): Promise<{ code: number; text: string }> => {
  const [home, argv, exitCode] = [process.cwd(), process.argv, process.exitCode]
  const lines: string[] = []
  for (const method of ['log', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((line: unknown) => void lines.push(String(line)))
  }
  process.chdir(folder)
  process.argv = [process.execPath, name, ...args]
  process.exitCode = 0
  vi.resetModules()
  try {
    await (name === 'generate' ? import('../../scripts/generate.js') : import('../../scripts/lint-spec.js'))
    return { code: process.exitCode, text: lines.join('\n') }
  } catch (error) {
    return { code: 1, text: String(error) }
  } finally {
    process.chdir(home)
    process.argv = argv
    process.exitCode = exitCode
    vi.restoreAllMocks()
  }
}

const replace = async (path: string, from: string, to: string): Promise<void> => {
  const text = await readFile(join(folder, path), 'utf8')
  if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`)
  await writeFile(join(folder, path), text.replace(from, to))
}

test('the committed files match the spec, and generating again changes nothing', async () => {
  expect(await script('generate', '--check')).toMatchObject({ code: 0 })
  expect((await script('generate')).text).toContain('up to date')
})

test.each([
  [
    'spec/shared/calendar.yaml',
    'enum: [cdr_in, cdr_out]',
    'enum: [cdr_in, cdr_out, sms_in]',
    'generated/2021-12-15.ts',
  ],
  ['spec/2021-12-15.yaml', 'maxWaitSeconds: 3600', 'maxWaitSeconds: 60', 'generated/facts.ts'],
  ['spec/records/cdr-in.yaml', 'x-csv-column: Source\n', 'x-csv-column: SOURCE\n', 'generated/columns.ts'],
  ['spec/2026-04-16.yaml', 'x-filter: trunk', 'x-filter: did', 'generated/facts.ts'],
  ['spec/shared/paging.yaml', 'maximum: 100', 'maximum: 99', 'generated/facts.ts'],
  ['spec/shared/calendar.yaml', 'x-closed: true', 'x-closed: false', 'generated/answers.ts'],
  ['generated/versions.ts', 'export type ApiVersion', 'export  type ApiVersion', 'generated/versions.ts'],
])('a change of %s from %j makes --check red', async (path, from, to, outdated) => {
  await replace(path, from, to)
  const { code, text } = await script('generate', '--check')
  expect(code).toBe(1)
  expect(text).toContain(`${outdated} is out of date; run: npm run generate`)
})

test('a stray generated file makes --check red', async () => {
  await writeFile(join(folder, 'generated/stray.ts'), '')
  expect(await script('generate', '--check')).toMatchObject({ code: 1 })
})

test.each([
  ['a period in two formats', "x-time-format: '%Y", "x-time-format: '%d"],
  ['a reference without a list filter', 'x-reference: true', 'x-reference: false'],
])('%s stops generation', async (_name, from, to) => {
  await replace('spec/2026-04-16.yaml', from, to)
  const { code, text } = await script('generate')
  expect(code).toBe(1)
  expect(text).toMatch(/spec\/2026-04-16.yaml: .*x-(time-format|reference)/)
})

test('a property whose name differs from its column stops generation', async () => {
  await replace('spec/records/cdr-in.yaml', 'x-csv-column: Source\n', 'x-csv-column: Origin\n')
  const { code, text } = await script('generate')
  expect(code).toBe(1)
  expect(text).toContain('CdrInRecord.source should be origin')
})

test.each([
  ['a status that does not exist', 'spec/2021-12-15.yaml', 'status: Pending\n', 'status: Waiting\n'],
  ['an integer year out of range', 'spec/2021-12-15.yaml', "year: '2021'", "year: '21'"],
  ['a member that the API does not accept', 'spec/shared/calendar.yaml', '    did_number:', '    did:'],
])('a wrong example makes lint red: %s', async (_name, path, from, to) => {
  await replace(path, from, to)
  expect(await script('lint-spec')).toMatchObject({ code: 1 })
})

test('a valid spec is green', async () => {
  expect(await script('lint-spec')).toMatchObject({ code: 0 })
})
