import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import type { Entry } from './entries.js'

/**
 * Writes the declarations of each file by itself, which `isolatedDeclarations` allows and which takes a fraction of the
 * time of a whole program. That the types are right is for `npm run types` to say.
 */
export const writeDeclarations = async (): Promise<void> => {
  const { config } = ts.readConfigFile('tsconfig.build.json', (path) => ts.sys.readFile(path)) as { config: unknown }
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, '.')
  for (const path of fileNames.map((name) => relative('.', name))) {
    const source = await readFile(path, 'utf8')
    const { outputText, diagnostics = [] } = ts.transpileDeclaration(source, {
      compilerOptions: options,
      fileName: path,
      reportDiagnostics: true,
    })
    if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, HOST))
    const to = join('dist', path.replace(/\.ts$/, '.d.ts'))
    await mkdir(dirname(to), { recursive: true })
    await writeFile(to, outputText)
  }
}

const HOST: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => '.',
  getNewLine: () => '\n',
}

/** The declarations that a declaration imports. */
const referred = async (path: string): Promise<string[]> => {
  const { importedFiles } = ts.preProcessFile(await readFile(path, 'utf8'))
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => join(dirname(path), fileName.replace(/\.js$/, '.d.ts')))
}

/** The declarations that can be reached from an entry. */
const reachable = async (entries: readonly Entry[]): Promise<Set<string>> => {
  const seen = new Set<string>()
  const visit = async (path: string): Promise<void> => {
    if (seen.has(path)) return
    seen.add(path)
    for (const next of await referred(path)) await visit(next)
  }
  for (const { script } of entries) await visit(script.replace(/\.js$/, '.d.ts'))
  return seen
}

/** All declarations that the compiler wrote. */
const declarations = async (): Promise<string[]> => {
  const folders = ['dist/src', 'dist/generated'].map((folder) =>
    readdir(folder, { recursive: true, withFileTypes: true }),
  )
  const entries = (await Promise.all(folders)).flat()
  return entries.filter(({ name }) => name.endsWith('.d.ts')).map(({ parentPath, name }) => join(parentPath, name))
}

/**
 * Removes the declarations that cannot be reached from an entry, and indents the others with tabs: gzip looks back only
 * 32 KiB, and the smaller the types of one version are, the more of them it finds again in the next.
 */
export const tidyDeclarations = async (entries: readonly Entry[]): Promise<void> => {
  const kept = await reachable(entries)
  for (const path of await declarations()) {
    if (!kept.has(path)) await rm(path)
    else await writeFile(path, withTabs(withoutOperations(await readFile(path, 'utf8'))))
  }
}

const COMMENT = /^[ \t]*\/\*\*[\s\S]*?\*\/\n/gm

/**
 * The types of a version without what it says of its operations and answers, which editors show nowhere: openapi-fetch
 * takes paths as texts. What is said of members stays, without the examples.
 */
const withoutOperations = (text: string): string => {
  if (!text.startsWith('export interface paths {')) return text
  const [from, to] = ['components', 'operations'].map((name) => text.indexOf(`export interface ${name} {`))
  const components = text
    .slice(from, to)
    .replace(/^[ \t]*\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n(?=\s*\w+: \{\n\s*headers:)/gm, '')
    .replace(/^[ \t]*\* @example.*\n/gm, '')
  return text.slice(0, from).replace(COMMENT, '') + components + text.slice(to).replace(COMMENT, '')
}

const withTabs = (text: string): string => text.replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4))
