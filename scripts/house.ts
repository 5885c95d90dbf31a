/**
 * Measures the house: files, lines, circles of imports, and how many files a pull goes through.
 *
 *     npx tsx scripts/house.ts            this checkout
 *     npx tsx scripts/house.ts . ../old   two checkouts, side by side
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import ts from 'typescript'

/** Imported files by file, types included. */
type Imports = ReadonlyMap<string, readonly string[]>

interface Measured {
  readonly figures: Readonly<Record<string, number | string>>
  readonly chains: ReadonlyMap<string, readonly string[]>
}

const importsOf = (path: string, text: string): string[] => {
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const from = statement.moduleSpecifier
    if (!from || !ts.isStringLiteral(from) || !from.text.startsWith('.')) return []
    return [join(dirname(path), from.text.replace(/\.js$/, '.ts'))]
  })
}

/** Groups of files that import each other, directly or not (Tarjan). */
const circlesIn = (imports: Imports): string[][] => {
  const found: string[][] = []
  const number = new Map<string, number>()
  const low = new Map<string, number>()
  const path: string[] = []
  const visit = (file: string): number => {
    number.set(file, number.size)
    low.set(file, number.get(file) ?? 0)
    path.push(file)
    for (const next of imports.get(file) ?? []) {
      if (!imports.has(next)) continue
      const reached = number.has(next) ? (path.includes(next) ? (number.get(next) ?? 0) : Infinity) : visit(next)
      low.set(file, Math.min(low.get(file) ?? 0, reached))
    }
    if (low.get(file) === number.get(file)) {
      const circle = path.splice(path.indexOf(file))
      if (circle.length > 1) found.push(circle)
    }
    return low.get(file) ?? 0
  }
  for (const file of imports.keys()) if (!number.has(file)) visit(file)
  return found
}

const sourcesOf = async (root: string): Promise<Map<string, string>> => {
  const entries = await readdir(join(root, 'src'), { recursive: true })
  const paths = entries.filter((path) => path.endsWith('.ts')).map((path) => join(root, 'src', path))
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const)))
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
  const sources = await sourcesOf(root)
  const imports = new Map([...sources].map(([path, text]) => [path, importsOf(path, text)]))
  const lines = new Map([...sources].map(([path, text]) => [path, text.trimEnd().split('\n').length]))
  const importers = (file: string): number => [...imports.values()].filter((named) => named.includes(file)).length
  const small = [...lines].filter(([path, count]) => count < 30 && importers(path) === 1)
  const sorted = [...lines].sort(([, one], [, other]) => one - other)
  const [longest, longestLines] = sorted.at(-1) ?? ['', 0]
  const circles = circlesIn(imports)
  const below = (folder: string): number =>
    [...sources.keys()].filter((path) => path.startsWith(join(root, folder))).length
  const chains = await chainsOf(root)
  return {
    figures: {
      files: sources.size,
      lines: [...lines.values()].reduce((sum, count) => sum + count, 0),
      'median of lines': sorted[sorted.length >> 1]?.[1] ?? 0,
      'longest file': `${relative(root, longest)}, ${longestLines}`,
      'files under 30 lines with one importer': small.length,
      'files in circles of imports': circles.flat().length,
      ...Object.fromEntries(
        ['errors', 'http', 'client', 'files', 'records', 'pull', 'cli', 'sandbox'].map((room) => [
          `files in ${room}`,
          below(`src/${room}/`),
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
