import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { Application, Logger, LogLevel, type ProjectReflection, TSConfigReader } from 'typedoc'
import { type Entry, importedEntries } from '../package/entries.js'
import { navigation, navigationStyle, type Place, REFERENCE } from './navigation.js'

/** What needs a docstring: every name that can be imported. Members may do without. */
const DOCUMENTED = ['Class', 'Interface', 'TypeAlias', 'Function', 'Variable', 'Enum'] as const

/** Collects the warnings of typedoc. */
class Findings extends Logger {
  readonly found: string[] = []

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.found.push(message)
  }
}

const OPTIONS = {
  name: 'didww-exports',
  readme: 'none',
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  disableSources: true,
  hideGenerator: true,
  githubPages: false,
  // `npm run types` checks for errors.
  skipErrorChecking: true,
  requiredToBeDocumented: [...DOCUMENTED],
  validation: { notDocumented: true, notExported: false, invalidLink: true, unusedMergeModuleWith: true },
}

/** The name that typedoc gives the module of a file. */
const moduleOf = (source: string): string => source.replace(/^src\//, '').replace(/(?:(?<=.)\/index)?\.ts$/, '')

/** Reads the entries with typedoc, and returns what it warns about: missing docstrings and invalid links. */
export const readEntries = async (
  entries: readonly Pick<Entry, 'specifier' | 'source'>[],
  tsconfig = 'tsconfig.build.json',
): Promise<{ app: Application; project: ProjectReflection; findings: string[] }> => {
  const entryPoints = entries.map(({ source }) => source)
  const app = await Application.bootstrap({ ...OPTIONS, entryPoints, tsconfig }, [new TSConfigReader()])
  const { found } = (app.logger = new Findings())
  const project = await app.convert()
  if (!project) throw new Error(`typedoc cannot read ${entryPoints.join(', ')}: ${found.join('\n')}`)
  const names = new Map(entries.map(({ specifier, source }) => [moduleOf(source), specifier]))
  for (const module of project.children ?? []) module.name = names.get(module.name) ?? module.name
  app.validate(project)
  return { app, project, findings: found }
}

const sha256 = (content: string): string => `'sha256-${createHash('sha256').update(content).digest('base64')}'`

const policyFor = (html: string): string => {
  const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = '']) => sha256(script))
  return [
    "default-src 'none'",
    `script-src 'self' ${inline.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** Adds the navigation bar to a page of typedoc, and a policy that lets it load nothing from elsewhere. */
const framed = (html: string, bar: string, style: string): string => {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${policyFor(html)}"/>`
  return html
    .replace('<meta charset="utf-8"/>', `$&${policy}<link rel="icon" href="data:,"/><style>${style}</style>`)
    .replace('<body>', `$&${bar}`)
}

/** Writes the reference of the package; fails if a public name has no docstring. */
export const buildReference = async (folder: string, places: readonly Place[]): Promise<void> => {
  const { app, project, findings } = await readEntries(await importedEntries())
  if (findings.length > 0) throw new Error(`typedoc:\n${findings.join('\n')}`)
  await app.generateDocs(project, folder)
  // Only one bar can stick to the top, and that is typedoc's. Long names break in a narrow window.
  const style = `${await navigationStyle()}.places{position:static}h1,h3,h4,li,td,.tsd-signature{overflow-wrap:anywhere}`
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.html')) continue
    const file = join(folder, name)
    const root = `${relative(dirname(file), join(folder, '..'))}/`
    await writeFile(file, framed(await readFile(file, 'utf8'), navigation(places, REFERENCE, root), style))
  }
}
