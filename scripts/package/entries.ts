import { readFile } from 'node:fs/promises'

/** What is imported from the package, by the name it is imported by. */
export interface Entry {
  /** As in the exports map: `.` or `./records`. */
  readonly name: string
  /** The TypeScript it is made of. */
  readonly source: string
  /** The built script. */
  readonly script: string
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
  readonly bin: Readonly<Record<string, string>>
}

const entry = (name: string, path: string): Entry => {
  const script = path.replace(/^\.\//, '')
  return { name, script, source: script.replace(/^dist\//, '').replace(/\.js$/, '.ts') }
}

const manifest = async (): Promise<Manifest> => JSON.parse(await readFile('package.json', 'utf8')) as Manifest

/** The entries that are code, as the exports map of package.json names them. */
export const importedEntries = async (): Promise<Entry[]> =>
  Object.entries((await manifest()).exports).flatMap(([name, target]) =>
    typeof target === 'string' ? [] : [entry(name, target.default)],
  )

/** All that is built to be started or imported: the entries and the command. */
export const bundledEntries = async (): Promise<Entry[]> => [
  ...(await importedEntries()),
  ...Object.entries((await manifest()).bin).map(([name, path]) => entry(name, path)),
]
