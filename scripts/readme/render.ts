import { readdir, readFile } from 'node:fs/promises'
import { format, resolveConfig } from 'prettier'
import { fence, fillBlocks, type Render } from './markdown.js'
import { performAlone, README_NOW } from './program.js'
import { openStage } from './stage.js'
import { tables } from './tables.js'

/** The README and the guides. */
export const documents = async (): Promise<string[]> => {
  const guides = (await readdir('docs')).filter((name) => name.endsWith('.md')).sort()
  return ['README.md', ...guides.map((name) => `docs/${name}`)]
}

/** A filled document, and what was run for it. */
export interface Filled {
  markdown: string
  /** The snippets that were run, by the names of their files. */
  snippets: string[]
  /** The snippets that are shown here, but run by separate tests. */
  pieces: string[]
  /** The command lines that were run. */
  commands: string[]
}

/** Blocks that need a snippet to be run. */
const RUNNING = /^<!-- block: (?:snippet|output) (\S+) -->$/gm

const REGION = /^\/\/ #region shown\n([\s\S]*?)^\/\/ #endregion$/m

/** The part of a snippet to show: its marked region, or all of it. */
const shownOf = (source: string): string => REGION.exec(source)?.[1] ?? source

/** Fills the blocks of a document: runs programs and commands, and reads tables from the code. */
export const fill = async (markdown: string): Promise<Filled> => {
  await using stage = await openStage({ now: README_NOW })
  const printed = new Map<string, Promise<string>>()
  const commands: string[] = []
  const pieces: string[] = []
  const readSnippet = (name: string): Promise<string> => readFile(`test/snippets/${name}.ts`, 'utf8')
  const run = (name: string): Promise<string> => {
    const running = printed.get(name) ?? readSnippet(name).then((source) => performAlone(name, source))
    printed.set(name, running)
    return running
  }
  // Snippets mostly wait, each on its own stage, so all run at once. A failure is thrown when its block is filled.
  await Promise.allSettled(Array.from(markdown.matchAll(RUNNING), ([, name = '']) => run(name)))
  const kinds: Record<string, (what: string) => Promise<string> | string> = {
    snippet: async (name) => {
      await run(name)
      return fence('ts', shownOf(await readSnippet(name)))
    },
    // Code that a separate test runs.
    code: async (name) => {
      pieces.push(name)
      return fence('ts', await readSnippet(name))
    },
    output: async (name) => fence('', await run(name)),
    shell: async (commandLine) => {
      const { code, output } = await stage.play(commandLine)
      if (code !== 0) throw new Error(`${commandLine} ended with ${code}:\n${output}`)
      commands.push(commandLine)
      return fence('console', `$ ${commandLine}\n${output}`)
    },
    table: (name) => {
      const table = tables[name]
      if (!table) throw new Error(`no table ${name}; there are ${Object.keys(tables).join(', ')}`)
      return table()
    },
    file: (path) => readFile(path, 'utf8'),
  }
  const render: Render = async (kind, what) => {
    const make = kinds[kind]
    if (!make) throw new Error(`no kind of block ${kind}; there are ${Object.keys(kinds).join(', ')}`)
    return make(what)
  }
  const filled = await fillBlocks(markdown, render)
  const style = await resolveConfig('README.md')
  return {
    markdown: await format(filled, { ...style, parser: 'markdown' }),
    snippets: [...printed.keys()],
    pieces,
    commands,
  }
}
