import { copyFile, link, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createFolderOf, onDisk } from '../../disk/storage.js'
import type { PullFormat } from './manifest.js'

/** Where files of earlier generations are. Patterns such as `cdrs/**` do not find them, so no call is read twice. */
const folderIn = (dir: string): string => join(dir, '.didww', 'earlier')

const GENERATION = /\.g(\d+)\./

const generationOf = (path: string): number => Number(GENERATION.exec(path)?.[1] ?? 0)

/** The files of earlier generations of a unit that a directory keeps, oldest first. */
export const earlierFiles = async (dir: string, key: string): Promise<string[]> => {
  const names = await readdir(folderIn(dir)).catch(() => [])
  return names
    .filter((name) => name.startsWith(`${key}.g`))
    .sort((one, other) => generationOf(one) - generationOf(other))
    .map((name) => join(folderIn(dir), name))
}

/** Keeps the file of a generation beside the one that is about to replace it, and the newest `most` of them in all. */
export const keepEarlier = async (
  dir: string,
  { key, generation, format, path }: { key: string; generation: number; format: PullFormat; path: string },
  most: number,
): Promise<void> => {
  // What somebody has removed cannot be kept.
  if ((await stat(path).catch(() => undefined)) === undefined) return
  const to = join(folderIn(dir), `${key}.g${generation}.${format}`)
  await createFolderOf(to)
  await onDisk('write', to, async () => {
    await rm(to, { force: true })
    await link(path, to).catch(() => copyFile(path, to))
  })
  const kept = await earlierFiles(dir, key)
  for (const old of kept.slice(0, Math.max(0, kept.length - most))) await rm(old, { force: true })
}
