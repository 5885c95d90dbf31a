import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Patch, patches } from './mutate/patches.js'

/**
 * Removes one safeguard at a time from a copy of the project and checks that its tests then fail.
 *
 * Some tests run dist/, so build first.
 *
 *     npx tsx scripts/mutate.ts [WORD OF A NAME]
 */
const COPIED = [
  'src',
  'dist',
  'generated',
  'spec',
  'scripts',
  'docs',
  'test',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
]

const copyProject = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'didww-exports-mutate-'))
  for (const name of COPIED) cpSync(name, join(folder, name), { recursive: true })
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/** The number of tests that failed, or why none ran. */
const run = (folder: string, { tests, only }: Patch): number | string => {
  const report = join(folder, 'report.json')
  rmSync(report, { force: true })
  const args = [
    'vitest',
    'run',
    ...tests,
    ...(only === undefined ? [] : ['-t', only]),
    '--reporter=json',
    `--outputFile=${report}`,
    '--testTimeout=30000',
  ]
  const { stderr } = spawnSync('npx', args, { cwd: folder, encoding: 'utf8', timeout: 180_000 })
  try {
    const { numFailedTests, numTotalTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>
    return (numTotalTests ?? 0) > 0 ? (numFailedTests ?? 0) : 'no test ran'
  } catch {
    return `no report: ${stderr.slice(0, 500)}`
  }
}

const patched = (text: string, { name, file, find, replace }: Patch): string => {
  if (text.split(find).length === 2) return text.replace(find, () => replace)
  throw new Error(`${name}: ${JSON.stringify(find)} is not in ${file} exactly once`)
}

const word = process.argv[2] ?? ''
const chosen = patches.filter(({ name }) => name.includes(word))
const folder = copyProject()
let survived = chosen.length === 0 ? 1 : 0
try {
  const trials = new Map(chosen.map((patch) => [JSON.stringify([patch.tests, patch.only]), patch]))
  for (const patch of trials.values()) {
    const failed = run(folder, patch)
    if (failed !== 0) throw new Error(`Even without a patch, ${patch.tests.join(', ')} fail: ${failed}`)
  }
  for (const patch of chosen) {
    const path = join(folder, patch.file)
    const before = readFileSync(path, 'utf8')
    writeFileSync(path, patched(before, patch))
    const failed = run(folder, patch)
    writeFileSync(path, before)
    const isSeen = typeof failed === 'number' && failed > 0
    survived += isSeen ? 0 : 1
    console.log(`${isSeen ? 'seen    ' : 'SURVIVED'}  without ${patch.name}: ${failed} failed`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
process.exitCode = survived === 0 ? 0 : 1
