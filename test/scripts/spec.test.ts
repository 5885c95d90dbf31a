import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-spec-'))
  for (const path of ['spec', 'generated', 'redocly.yaml']) await cp(path, join(folder, path), { recursive: true })
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
})
afterEach(() => rm(folder, { recursive: true }))

const script = (name: string, ...args: string[]): Promise<{ code: number; text: string }> =>
  new Promise((settle) => {
    const tsx = resolve('node_modules/.bin/tsx')
    execFile(tsx, [resolve(`scripts/${name}.ts`), ...args], { cwd: folder }, (error, stdout, stderr) =>
      settle({ code: error ? Number(error.code) : 0, text: stdout + stderr }),
    )
  })

const replace = async (path: string, from: string, to: string): Promise<void> => {
  const text = await readFile(join(folder, path), 'utf8')
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`)
  await writeFile(join(folder, path), text.replace(from, to))
}

test('what is committed is what the spec says, and generating again changes nothing', async () => {
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
])('a change of %s from %j makes --check red', async (path, from, to, stale) => {
  await replace(path, from, to)
  const { code, text } = await script('generate', '--check')
  expect(code).toBe(1)
  expect(text).toContain(`${stale} is stale; run: npm run generate`)
})

test('a stray generated file makes --check red', async () => {
  await writeFile(join(folder, 'generated/stray.ts'), '')
  expect(await script('generate', '--check')).toMatchObject({ code: 1 })
})

test.each([
  ['a period written in two ways', "x-time-format: '%Y", "x-time-format: '%d"],
  ['a reference that the list cannot find', 'x-reference: true', 'x-reference: false'],
])('%s stops generation', async (_name, from, to) => {
  await replace('spec/2026-04-16.yaml', from, to)
  const { code, text } = await script('generate')
  expect(code).toBe(1)
  expect(text).toMatch(/spec\/2026-04-16.yaml: .*x-(time-format|reference)/)
})

test('a property that is not named after its column stops generation', async () => {
  await replace('spec/records/cdr-in.yaml', 'x-csv-column: Source\n', 'x-csv-column: Origin\n')
  const { code, text } = await script('generate')
  expect(code).toBe(1)
  expect(text).toContain('CdrInRecord.source should be origin')
})

test.each([
  ['a status that does not exist', 'spec/2021-12-15.yaml', 'status: Pending\n', 'status: Waiting\n'],
  ['an integer year out of range', 'spec/2021-12-15.yaml', "year: '2021'", "year: '21'"],
  ['a member the API does not take', 'spec/shared/calendar.yaml', '    did_number:', '    did:'],
])('a wrong example makes lint red: %s', async (_name, path, from, to) => {
  await replace(path, from, to)
  expect(await script('lint-spec')).toMatchObject({ code: 1 })
})

test('a sound spec is green', async () => {
  expect(await script('lint-spec')).toMatchObject({ code: 0 })
})
