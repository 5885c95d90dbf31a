import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { fillBlocks } from '../../scripts/readme/blocks.js'
import { fill, type Filled, README } from '../../scripts/readme/render.js'

let filled: Filled

test('the README is what its snippets and commands print, and what the code says', async () => {
  const committed = await readFile(README, 'utf8')
  filled = await fill(committed)
  console.log(`${filled.snippets.length} snippets and ${filled.commands.length} commands of the README were run`)
  expect(filled.markdown, 'stale: npm run readme').toBe(committed)
}, 60_000)

test('every snippet is shown', async () => {
  const files = (await readdir('test/snippets')).filter((name) => name.endsWith('.ts'))
  expect(filled.snippets.map((name) => `${name}.ts`).sort()).toEqual(files.sort())
})

test('every piece of TypeScript in it is run: here, or by the test of its folder', async () => {
  const { snippets, pieces, markdown } = filled
  const fences = markdown.match(/^```(?:ts|js|typescript|javascript)\b/gm) ?? []
  expect(fences).toHaveLength(new Set([...snippets, ...pieces]).size)
  const runner = await readFile('test/callbacks/snippets.test.ts', 'utf8')
  for (const name of pieces)
    expect(runner).toMatch(new RegExp(`'${name.split('/')[1] ?? name}'|/${name.split('/')[1] ?? name}\\.js'`))
})

test.each([
  ['an unknown kind', '<!-- block: poem -->\n<!-- /block -->\n', /no blocks poem/],
  ['an unknown table', '<!-- block: table poems -->\n<!-- /block -->\n', /no table poems/],
  ['a command that fails', '<!-- block: shell didww-exports get x -->\n<!-- /block -->\n', /ended with 2/],
  ['a block without end', '<!-- block: table errors -->\n', /no <!-- \/block -->/],
])('%s is an error', async (_, markdown, message) => {
  await expect(fill(markdown)).rejects.toThrow(message)
})

test('only what stands in a block is written', async () => {
  const before = 'a\n<!-- block: x y z -->\nold\n<!-- /block -->\nb\n'
  const after = await fillBlocks(before, (kind, what) => Promise.resolve(`${kind}: ${what}`))
  expect(after).toBe('a\n<!-- block: x y z -->\nx: y z\n<!-- /block -->\nb\n')
})
