/**
 * Measures the house: files, lines, circles of imports, and how many files a pull goes through.
 *
 *     npx tsx scripts/house.ts            this checkout
 *     npx tsx scripts/house.ts . ../old   two checkouts, side by side
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { cruise, type ICruiseResult } from 'dependency-cruiser'

/** A file of `src`. */
interface SourceFile {
  readonly path: string
  readonly lines: number
  /** How many files import it, types included. */
  readonly importers: number
  readonly isInCircle: boolean
}

interface Measured {
  readonly figures: Readonly<Record<string, number | string>>
  readonly chains: ReadonlyMap<string, readonly string[]>
}

const sourcesOf = async (root: string): Promise<SourceFile[]> => {
  const { output } = await cruise(['src'], { baseDir: root, tsPreCompilationDeps: true, doNotFollow: 'node_modules' })
  const { modules } = output as ICruiseResult
  const isOurs = (path: string): boolean => path.startsWith('src/')
  return Promise.all(
    modules
      .filter(({ source }) => isOurs(source))
      .map(async ({ source, dependencies, dependents }) => ({
        path: source,
        lines: (await readFile(join(root, source), 'utf8')).trimEnd().split('\n').length,
        importers: dependents.filter(isOurs).length,
        isInCircle: dependencies.some(({ circular }) => circular),
      })),
  )
}

/** The files on the stack at the moments that the probe watches for, in a real pull. */
const chainsOf = async (root: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const folder = await mkdtemp(join(tmpdir(), 'house-'))
  const stacks = join(folder, 'stacks.ndjson')
  const command = (args: readonly string[], env: Readonly<Record<string, string>>, probe = true) => {
    const loaders = ['--import', 'tsx', ...(probe ? ['--import', resolve('scripts/house/probe.js')] : [])]
    return spawn(process.execPath, [...loaders, 'src/cli/main.ts', ...args], {
      cwd: root,
      env: { ...process.env, ...env, HOUSE_STACKS: stacks },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  }
  const sandbox = command(['sandbox', '--rows', '30'], {}, false)
  try {
    const [line] = (await once(createInterface(sandbox.stdout), 'line')) as [string]
    const { url, apiKey } = JSON.parse(line) as { url: string; apiKey: string }
    const lastMonth = new Date(Date.now() - 28 * 86_400_000).toISOString().slice(0, 7)
    const pull = [
      'pull',
      '--type',
      'cdr_in',
      '--period',
      lastMonth,
      '--did',
      '37045551234',
      '--out',
      join(folder, 'cdrs'),
    ]
    const pulling = command(pull, { DIDWW_API_KEY: apiKey, DIDWW_BASE_URL: url })
    pulling.stdout.resume()
    await once(pulling, 'close')
  } finally {
    sandbox.kill()
  }
  const lines = (await readFile(stacks, 'utf8')).trim().split('\n')
  await rm(folder, { recursive: true })
  return new Map(
    lines.map((text) => {
      const { what, files } = JSON.parse(text) as { what: string; files: string[] }
      return [what, files]
    }),
  )
}

const measure = async (root: string): Promise<Measured> => {
  const sources = (await sourcesOf(root)).sort((one, other) => one.lines - other.lines)
  const longest = sources.at(-1)
  const chains = await chainsOf(root)
  return {
    figures: {
      files: sources.length,
      lines: sources.reduce((sum, { lines }) => sum + lines, 0),
      'median of lines': sources[sources.length >> 1]?.lines ?? 0,
      'longest file': `${longest?.path ?? ''}, ${longest?.lines ?? 0}`,
      'files under 30 lines with one importer': sources.filter(({ lines, importers }) => lines < 30 && importers === 1)
        .length,
      'files in circles of imports': sources.filter(({ isInCircle }) => isInCircle).length,
      ...Object.fromEntries(
        ['errors', 'http', 'client', 'files', 'records', 'pull', 'cli', 'sandbox'].map((room) => [
          `files in ${room}`,
          sources.filter(({ path }) => path.startsWith(`src/${room}/`)).length,
        ]),
      ),
      ...Object.fromEntries([...chains].map(([what, files]) => [`files for ${what}`, files.length])),
    },
    chains,
  }
}

const roots = process.argv.length > 2 ? process.argv.slice(2).map((path) => resolve(path)) : [resolve('.')]
const measured: Measured[] = []
for (const root of roots) measured.push(await measure(root))
const names = [...new Set(measured.flatMap(({ figures }) => Object.keys(figures)))]
for (const name of names)
  console.log(name.padEnd(56), ...measured.map(({ figures }) => String(figures[name] ?? '').padEnd(40)))
for (const [index, { chains }] of measured.entries()) {
  console.log(`\n${roots[index] ?? ''}`)
  for (const [what, files] of chains) console.log(`  ${what}\n    ${files.join(' > ')}`)
}
