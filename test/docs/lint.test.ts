import { execFile } from 'node:child_process'
import { copyFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SpecCopy } from '../helpers/spec-copy.js'

const SPEC = 'spec/2021-12-15.yaml'

let copy: SpecCopy
beforeEach(async () => {
  copy = await SpecCopy.create()
})
afterEach(() => copy[Symbol.asyncDispose]())

test('the descriptions have no errors and no warnings', async () => {
  const args = ['--import', 'tsx', resolve('scripts/lint-spec.ts')]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: copy.folder })
  expect(stdout).toMatch(/^spec\/: \d+ descriptions?, 0 errors, 0 warnings\n$/)
  expect(stderr).toBe('')
})

test.each([
  [
    'a status that does not exist',
    SPEC,
    'status: Pending\n',
    'status: Waiting\n',
    'error no-invalid-media-type-examples',
  ],
  ['an integer year out of range', SPEC, "year: '2021'", "year: '21'", 'error no-invalid-media-type-examples'],
  [
    'a member that the API does not accept',
    'spec/shared/calendar.yaml',
    '    did_number:',
    '    did:',
    'error no-invalid-media-type-examples',
  ],
  ['a $ref to nothing', SPEC, 'errors.yaml#/BadRequest', 'errors.yaml#/NoRequest', 'error no-unresolved-refs'],
  ['no YAML', SPEC, 'openapi: 3.1.0', 'openapi: {[', 'error redocly'],
  ['an unknown rule', 'redocly.yaml', 'tag-description: error', 'tag-nonsense: error', 'error redocly'],
  [
    'a warning',
    'redocly.yaml',
    'tag-description: error',
    'operation-singular-tag: warn\n  no-schema-type-mismatch: warn\n  response-mime-type: { severity: warn, allowedValues: [text/plain] }',
    ' warn ',
  ],
])('%s is reported', async (_, file, from, to, finding) => {
  await copy.replace(file, from, to)
  const { code, text } = await copy.script('lint-spec')
  expect(code).toBe(1)
  expect(text).toContain(finding)
  expect(text).toMatch(/^spec\/: .*(?:[1-9]\d* errors?|[1-9]\d* warnings?)/m)
  expect(text).not.toContain('║')
})

test('a dated description that redocly.yaml does not list is found', async () => {
  await copyFile(SPEC, join(copy.folder, 'spec/1999-01-01.yaml'))
  const { code, text } = await copy.script('lint-spec')
  expect(code).toBe(1)
  expect(text).toContain('spec/1999-01-01.yaml:1:1 error unlisted-description')
})
