/**
 * Writes the blocks of README.md: snippets that were run, what commands printed, tables of the code.
 *
 *     npm run readme
 *     npm run readme -- --check  writes nothing, exits 1 when the README is stale
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { fill, README } from './readme/render.js'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

const before = await readFile(README, 'utf8')
const { markdown, snippets, commands } = await fill(before)
const counted = `${snippets.length} snippets and ${commands.length} commands were run`
if (markdown === before) console.log(`${README} is up to date; ${counted}`)
else if (values.check) {
  console.error(`${README} is stale; run: npm run readme`)
  process.exitCode = 1
} else {
  await writeFile(README, markdown)
  console.log(`wrote ${README}; ${counted}`)
}
