import { readFile } from 'node:fs/promises'

/** A script of the package: an entry that programs import, or the command. */
export interface Entry {
  /** As in the exports map: `.` or `./records`. */
  readonly name: string
  /** What programs import it by: `didww-exports/records`. */
  readonly specifier: string
  /** The TypeScript source. */
  readonly source: string
  /** The built script. */
  readonly script: string
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
  readonly bin: Readonly<Record<string, string>>
}

const entry = (name: string, specifier: string, path: string): Entry => {
  const script = path.replace(/^\.\//, '')
  return { name, specifier, script, source: script.replace(/^dist\//, '').replace(/\.js$/, '.ts') }
}

const manifest = async (): Promise<Manifest> => JSON.parse(await readFile('package.json', 'utf8')) as Manifest

/** The entries that are code, from `exports` in package.json. */
export const importedEntries = async (): Promise<Entry[]> => {
  const { name: ours, exports } = await manifest()
  return Object.entries(exports).flatMap(([name, target]) =>
    typeof target === 'string' ? [] : [entry(name, ours + name.slice(1), target.default)],
  )
}

/** Every script to build: the entries that are imported, and the command. */
export const bundledEntries = async (): Promise<Entry[]> => [
  ...(await importedEntries()),
  ...Object.entries((await manifest()).bin).map(([name, path]) => entry(name, name, path)),
]
