import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

/** Runs what `npm run lint:imports` runs, in a temporary project with these files and under the rules of this one. */
const lint = (files: Readonly<Record<string, string>>): { status: number | null; output: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'didww-exports-imports-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const always = { 'tsconfig.json': '{}', 'src/index.ts': '', 'scripts/build.ts': '' }
  for (const [path, text] of Object.entries({ ...always, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const words = (scripts['lint:imports'] ?? '').split(' ')
  const [command = '', ...args] = words.map((word) => (word === '.dependency-cruiser.js' ? resolve(word) : word))
  const { status, stdout, stderr } = spawnSync(resolve('node_modules/.bin', command), args, {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

const value = 'export interface One {}\n'

test('imports from lower folders are allowed', () => {
  const { status, output } = lint({
    'src/http/clock.ts': value,
    'src/client/one.ts': "import type { One } from '../http/clock.js'\nexport type Two = One\n",
  })
  expect([status, output]).toEqual([0, expect.stringContaining('no dependency violations')])
})

test.each([
  ['a type from a higher folder', 'errors-imports-what-is-below', 'src/errors/a.ts', 'src/http/b.ts'],
  ['downloads, which records know nothing of', 'records-imports-what-is-below', 'src/records/a.ts', 'src/files/b.ts'],
  [
    'the directory, which the state machine must not know',
    'pull-machine-imports-what-is-below',
    'src/pull/machine/a.ts',
    'src/pull/directory/b.ts',
  ],
  ['the command line', 'leaves-are-not-imported', 'src/pull/run/a.ts', 'src/cli/b.ts'],
  ['a script, which is not shipped', 'src-stands-alone', 'src/http/a.ts', 'scripts/b.ts'],
  ['a test, which is not shipped', 'src-stands-alone', 'src/http/a.ts', 'test/b.ts'],
  ['a table of contents', 'tables-of-contents-are-not-imported', 'src/cli/a.ts', 'src/records/index.ts'],
])('an import of %s turns lint red', (_name, rule, from, to) => {
  const path = relative(dirname(from), to).replace(/\.ts$/, '.js')
  const { status, output } = lint({
    [to]: value,
    [from]: `import type { One } from '${path}'\nexport type Two = One\n`,
  })
  expect(status).not.toBe(0)
  expect(output).toContain(`error ${rule}: ${from} → ${to}`)
})

test.each(['src/http', 'scripts', 'scripts/docs'])('a circle in %s turns lint red, even one of types', (folder) => {
  const { status, output } = lint({
    [`${folder}/a.ts`]: "import type { B } from './b.js'\nexport interface A { b: B }\n",
    [`${folder}/b.ts`]: "import type { A } from './a.js'\nexport interface B { a: A }\n",
  })
  expect(status).not.toBe(0)
  expect(output).toContain(`error no-circle: ${folder}/a.ts →`)
})

test('a module of Node.js turns lint red where there are web standards only', () => {
  const { status, output } = lint({ 'src/http/a.ts': "import { join } from 'node:path'\nexport const a = join('a')\n" })
  expect(status).not.toBe(0)
  expect(output).toContain('error web-standards-only: src/http/a.ts → path')
})
