/**
 * Shows what changed from one version of the API to another.
 *
 *     npm run spec:diff 2022-05-10 2026-04-16 [-- --all]
 *
 * Exits 0 when nothing breaks callers, 1 when something does, 2 when a version is unknown. `--all` also shows changes
 * that do not matter to a program, such as those of descriptions and examples.
 */
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { datedRoots } from './docs/apis.js'
import { compare } from './spec-diff/compare.js'
import { render } from './spec-diff/render.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean', default: false } },
})
const known = (await datedRoots()).map((root) => basename(root, '.yaml'))
const [from, to, ...others] = positionals
const unknown = positionals.filter((version) => !known.includes(version))

if (from === undefined || to === undefined || others.length > 0 || unknown.length > 0) {
  const problem = unknown.length > 0 ? `${unknown.join(' and ')}: no such version` : 'two versions are needed'
  console.error(`${problem}; there are ${known.join(', ')}\nUsage: npm run spec:diff ${known.slice(-2).join(' ')}`)
  process.exitCode = 2
} else {
  const changes = await compare(from, to)
  console.log(render(changes, from, to, values.all))
  if (changes.some(({ impact }) => impact === 'major')) process.exitCode = 1
}
