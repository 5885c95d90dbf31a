import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SpecCopy } from '../helpers/spec-copy.js'

let copy: SpecCopy
beforeEach(async () => {
  copy = await SpecCopy.create()
})
afterEach(() => copy[Symbol.asyncDispose]())

test('the committed files match the spec, and generating again changes nothing', async () => {
  expect(await copy.script('generate', '--check')).toMatchObject({ code: 0 })
  expect((await copy.script('generate')).text).toContain('up to date')
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
  await copy.replace(path, from, to)
  const { code, text } = await copy.script('generate', '--check')
  expect(code).toBe(1)
  expect(text).toContain(`${outdated} is out of date; run: npm run generate`)
})

test('a stray generated file makes --check red', async () => {
  await writeFile(join(copy.folder, 'generated/stray.ts'), '')
  expect(await copy.script('generate', '--check')).toMatchObject({ code: 1 })
})

test.each([
  ['a period in two formats', "x-time-format: '%Y", "x-time-format: '%d"],
  ['a reference without a list filter', 'x-reference: true', 'x-reference: false'],
])('%s stops generation', async (_name, from, to) => {
  await copy.replace('spec/2026-04-16.yaml', from, to)
  const { code, text } = await copy.script('generate')
  expect(code).toBe(1)
  expect(text).toMatch(/spec\/2026-04-16.yaml: .*x-(time-format|reference)/)
})

test('a property whose name differs from its column stops generation', async () => {
  await copy.replace('spec/records/cdr-in.yaml', 'x-csv-column: Source\n', 'x-csv-column: Origin\n')
  const { code, text } = await copy.script('generate')
  expect(code).toBe(1)
  expect(text).toContain('CdrInRecord.source should be origin')
})
