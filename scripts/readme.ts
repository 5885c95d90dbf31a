/**
 * Writes the blocks of README.md and of the guides in docs/: snippets with their output, output of commands, and tables
 * read from the code.
 *
 *     npm run readme
 *     npm run readme -- --check  writes nothing, exits 1 when a document is out of date
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { documents, fill } from './readme/render.js'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

for (const path of await documents()) {
  const before = await readFile(path, 'utf8')
  const { markdown, snippets, commands } = await fill(before)
  const counted = `${snippets.length} snippets and ${commands.length} commands were run`
  if (markdown === before) console.log(`${path} is up to date; ${counted}`)
  else if (values.check) {
    console.error(`${path} is out of date; run: npm run readme`)
    process.exitCode = 1
  } else {
    await writeFile(path, markdown)
    console.log(`wrote ${path}; ${counted}`)
  }
}
