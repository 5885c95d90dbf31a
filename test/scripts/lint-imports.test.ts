import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

/** Runs what `npm run lint:imports` runs, in a temporary project with these files and under the rules of this one. */
const lint = (files: Readonly<Record<string, string>>): { status: number | null; output: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'didww-exports-imports-'))
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
  rmSync(folder, { recursive: true })
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

/** What is imported, the rule, who imports it, from where. */
const FORBIDDEN: [string, string, string, string][] = [
  ['a type from a higher folder', 'errors-imports-what-is-below', 'src/errors/a.ts', 'src/http/b.ts'],
  ['downloads, which records know nothing of', 'records-imports-what-is-below', 'src/records/a.ts', 'src/files/b.ts'],
  [
    'the directory, which the state machine must not know',
    'pull-machine-imports-what-is-below',
    'src/pull/machine/a.ts',
    'src/pull/directory/b.ts',
  ],
  ['the command line', 'leaves-are-not-imported', 'src/pull/run/a.ts', 'src/cli/b.ts'],
  ['a script, which is not shipped', 'src-stands-alone', 'src/disk/a.ts', 'scripts/b.ts'],
  ['a test, which is not shipped', 'src-stands-alone', 'src/client/a.ts', 'test/b.ts'],
  ['a table of contents', 'tables-of-contents-are-not-imported', 'src/cli/a.ts', 'src/records/index.ts'],
]

const CIRCLES = ['src/http', 'scripts', 'scripts/docs']

const importing = (from: string, to: string): string =>
  `import type { One } from '${relative(dirname(from), to).replace(/\.ts$/, '.js')}'\nexport type Two = One\n`

describe('with everything in one project that is forbidden', () => {
  let found: ReturnType<typeof lint>
  beforeAll(() => {
    const circles = CIRCLES.flatMap((folder): [string, string][] => [
      [`${folder}/round.ts`, "import type { B } from './about.js'\nexport interface A { b: B }\n"],
      [`${folder}/about.ts`, "import type { A } from './round.js'\nexport interface B { a: A }\n"],
    ])
    found = lint({
      ...Object.fromEntries(FORBIDDEN.map(([, , , to]) => [to, value])),
      ...Object.fromEntries(FORBIDDEN.map(([, , from, to]) => [from, importing(from, to)])),
      ...Object.fromEntries(circles),
      'src/http/path.ts': "import { join } from 'node:path'\nexport const a = join('a')\n",
    })
  })

  test('the linter ends with an error', () => expect(found.status).not.toBe(0))

  test.each(FORBIDDEN)('an import of %s is named', (_name, rule, from, to) => {
    expect(found.output).toContain(`error ${rule}: ${from} → ${to}`)
  })

  test.each(CIRCLES)('a circle in %s is named, even one of types', (folder) => {
    expect(found.output).toMatch(new RegExp(`error no-circle: ${folder}/(?:round|about)\\.ts →`))
  })

  test('a module of Node.js is named where there are web standards only', () => {
    expect(found.output).toContain('error web-standards-only: src/http/path.ts → path')
  })
})
