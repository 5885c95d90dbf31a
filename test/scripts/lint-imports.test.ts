import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

/** Lints the imports of a house with these files, under the rules of this project. */
const lint = (files: Readonly<Record<string, string>>): { status: number | null; output: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'didww-exports-imports-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [path, text] of Object.entries({ 'tsconfig.json': '{}', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const args = ['src', '--config', resolve('.dependency-cruiser.js'), '--output-type', 'err']
  const { status, stdout, stderr } = spawnSync(resolve('node_modules/.bin/depcruise'), args, {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

const value = 'export interface One {}\n'

test('imports of rooms below are allowed', () => {
  const { status, output } = lint({
    'src/http/clock.ts': value,
    'src/client/one.ts': "import type { One } from '../http/clock.js'\nexport type Two = One\n",
  })
  expect([status, output]).toEqual([0, expect.stringContaining('no dependency violations')])
})

test.each([
  ['a type of a room above', 'errors-imports-what-is-below', 'src/errors/a.ts', 'src/http/b.ts'],
  [
    'files of records, which know nothing of downloads',
    'records-imports-what-is-below',
    'src/records/a.ts',
    'src/files/b.ts',
  ],
  [
    'the directory, which the state machine must not know',
    'pull-machine-imports-what-is-below',
    'src/pull/machine/a.ts',
    'src/pull/directory/b.ts',
  ],
  ['the command line', 'leaves-are-not-imported', 'src/pull/run/a.ts', 'src/cli/b.ts'],
  ['a table of contents', 'tables-of-contents-are-not-imported', 'src/cli/a.ts', 'src/records/index.ts'],
])('an import of %s turns lint red', (_name, rule, from, to) => {
  const path = `${'../'.repeat(from.split('/').length - 2)}${to.slice('src/'.length).replace(/\.ts$/, '.js')}`
  const { status, output } = lint({
    [to]: value,
    [from]: `import type { One } from '${path}'\nexport type Two = One\n`,
  })
  expect(status).not.toBe(0)
  expect(output).toContain(`error ${rule}: ${from} → ${to}`)
})

test('a circle turns lint red, also one of types', () => {
  const { status, output } = lint({
    'src/http/a.ts': "import type { B } from './b.js'\nexport interface A { b: B }\n",
    'src/http/b.ts': "import type { A } from './a.js'\nexport interface B { a: A }\n",
  })
  expect(status).not.toBe(0)
  expect(output).toContain('error no-circle: src/http/a.ts →')
})

test('a module of Node.js turns lint red where there are web standards only', () => {
  const { status, output } = lint({ 'src/http/a.ts': "import { join } from 'node:path'\nexport const a = join('a')\n" })
  expect(status).not.toBe(0)
  expect(output).toContain('error web-standards-only: src/http/a.ts → path')
})
