import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { fillBlocks } from '../../scripts/readme/markdown.js'
import { documents, fill, type Filled } from '../../scripts/readme/render.js'

const paths = await documents()
const filled = new Map<string, Filled>()

test('the README is at most 10 kB', async () => {
  expect((await readFile('README.md')).byteLength).toBeLessThanOrEqual(10_240)
})

test.each(paths)(
  '%s shows what its snippets and commands print, and what the code says',
  async (path) => {
    const committed = await readFile(path, 'utf8')
    const made = await fill(committed)
    filled.set(path, made)
    console.log(`${path}: ${made.snippets.length} snippets and ${made.commands.length} commands were run`)
    expect(made.markdown, 'out of date: npm run readme').toBe(committed)
  },
  60_000,
)

test('every link from one document to another leads somewhere', async () => {
  for (const path of paths) {
    const text = await readFile(path, 'utf8')
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)) {
      const target = new URL(link, `file:///${path}`).pathname.slice(1)
      await expect(readFile(target), `${path} links to ${link}`).resolves.toBeDefined()
    }
  }
})

test('where secrets of callbacks are shown, both keys that may sign are named', async () => {
  for (const path of paths) {
    const text = (await readFile(path, 'utf8')).replace(/\s+/g, ' ')
    if (text.includes(' secrets: ['))
      expect(text, path).toMatch(/signed? with .*callback secret.*API key|API key.*callback secret/)
  }
})

test('every snippet is shown', async () => {
  const files = (await readdir('test/snippets')).filter((name) => name.endsWith('.ts'))
  const shown = [...filled.values()].flatMap(({ snippets }) => snippets)
  expect(shown.map((name) => `${name}.ts`).sort()).toEqual(files.sort())
})

test('every piece of TypeScript in them is run, here or by the test of its folder', async () => {
  const runner = await readFile('test/callbacks/snippets.test.ts', 'utf8')
  for (const { snippets, pieces, markdown } of filled.values()) {
    const fences = markdown.match(/^```(?:ts|js|typescript|javascript)\b/gm) ?? []
    expect(fences).toHaveLength(new Set([...snippets, ...pieces]).size)
    for (const name of pieces)
      expect(runner).toMatch(new RegExp(`'${name.split('/')[1] ?? name}'|/${name.split('/')[1] ?? name}\\.js'`))
  }
})

test.each([
  ['an unknown kind', '<!-- block: poem -->\n<!-- /block -->\n', /no kind of block poem/],
  ['an unknown table', '<!-- block: table poems -->\n<!-- /block -->\n', /no table poems/],
  ['a command that fails', '<!-- block: shell didww-exports get x -->\n<!-- /block -->\n', /ended with 2/],
  ['a block without end', '<!-- block: table errors -->\n', /no <!-- \/block -->/],
])('%s is an error', async (_, markdown, message) => {
  await expect(fill(markdown)).rejects.toThrow(message)
})

test('only blocks are rewritten', async () => {
  const before = 'a\n<!-- block: x y z -->\nold\n<!-- /block -->\nb\n'
  const after = await fillBlocks(before, (kind, what) => Promise.resolve(`${kind}: ${what}`))
  expect(after).toBe('a\n<!-- block: x y z -->\nx: y z\n<!-- /block -->\nb\n')
})
