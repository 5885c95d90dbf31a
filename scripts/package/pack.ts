import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.js'

/** The tarball as the registry would get it. */
export interface Packed {
  readonly path: string
  /** Bytes of the tarball. */
  readonly size: number
  readonly files: readonly string[]
}

/** Packs what is built. */
export const pack = async (folder: string): Promise<Packed> => {
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder])
  const [packed] = JSON.parse(stdout) as [{ filename: string; size: number; files: { path: string }[] }]
  const { filename, size, files } = packed
  return { path: join(folder, filename), size, files: files.map(({ path }) => path) }
}

/** An empty project of somebody else's, into which the tarball is installed. */
export const installInto = async (project: string, { path }: Packed): Promise<void> => {
  await mkdir(project, { recursive: true })
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', path], { cwd: project })
}
