import { readFile } from 'node:fs/promises'

/** A door of the package. */
export interface Entry {
  /** What it is imported by. */
  name: string
  /** The file that lists what it has. */
  source: string
}

interface Package {
  name: string
  exports: Record<string, string | { types: string }>
}

/** The doors of the package that are code, from `exports` in package.json. */
export const packageEntries = async (): Promise<Entry[]> => {
  const { name, exports } = JSON.parse(await readFile('package.json', 'utf8')) as Package
  return Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return []
    const source = target.types.replace(/^\.\/dist\//, '').replace(/\.d\.ts$/, '.ts')
    return [{ name: name + path.slice(1), source }]
  })
}
