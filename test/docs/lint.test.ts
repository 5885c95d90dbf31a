import { execFile } from 'node:child_process'
import { copyFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const SPEC = 'spec/2021-12-15.yaml'
let folder: string

/** `npm run lint:spec` in a copy of the project, whose spec a test may spoil. */
const lint = (): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((done) => {
    const args = ['--import', 'tsx', resolve('scripts/lint-spec.ts')]
    execFile(process.execPath, args, { cwd: folder }, (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })

const spoil = async (file: string, from: string, to: string): Promise<void> => {
  const text = await readFile(join(folder, file), 'utf8')
  expect(text).toContain(from)
  await writeFile(join(folder, file), text.replace(from, to))
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-lint-'))
  await cp('spec', join(folder, 'spec'), { recursive: true })
  await copyFile('redocly.yaml', join(folder, 'redocly.yaml'))
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
})

afterEach(() => rm(folder, { recursive: true }))

test('the descriptions have no errors and no warnings', async () => {
  expect(await lint()).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^spec\/: \d+ descriptions?, 0 errors, 0 warnings\n$/) as string,
    stderr: '',
  })
})

test.each([
  ['a wrong example', SPEC, "month: '12'", "month: '13'", 'error no-invalid-media-type-examples'],
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
  await spoil(file, from, to)
  const { code, stderr } = await lint()
  expect(code).toBe(1)
  expect(stderr).toContain(finding)
  expect(stderr).toMatch(/^spec\/: .*(?:[1-9]\d* errors?|[1-9]\d* warnings?)/m)
  expect(stderr).not.toContain('║')
})

test('a dated description that redocly.yaml does not list is found', async () => {
  await copyFile(join(folder, SPEC), join(folder, 'spec/1999-01-01.yaml'))
  const { code, stderr } = await lint()
  expect(code).toBe(1)
  expect(stderr).toContain('spec/1999-01-01.yaml:1:1 error unlisted-description')
})
