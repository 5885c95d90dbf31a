import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { run } from './run.js'

/** The tarball that would be published. */
export interface Packed {
  readonly path: string
  /** Bytes of the tarball. */
  readonly size: number
  readonly files: readonly string[]
}

/** Packs the built package. */
export const pack = async (folder: string): Promise<Packed> => {
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder])
  const [packed] = JSON.parse(stdout) as [{ filename: string; size: number; files: { path: string }[] }]
  const { filename, size, files } = packed
  return { path: join(folder, filename), size, files: files.map(({ path }) => path) }
}

/** Packs two copies of the project, in folders with different names and in different time zones; returns the hashes. */
export const packTwice = async (): Promise<[string, string]> => {
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-twice-'))
  try {
    const first = await packedFrom(join(folder, 'one'), { TZ: 'UTC', LC_ALL: 'C' })
    const second = await packedFrom(join(folder, 'another/place'), { TZ: 'Asia/Tokyo', LC_ALL: 'C.UTF-8' })
    return [first, second]
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The files of the project that git does not ignore. */
const sources = async (): Promise<string[]> => {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  return stdout.split('\0').filter((path) => path !== '')
}

/** Builds and packs a clean copy of the project; returns the SHA-256 of the tarball. */
const packedFrom = async (folder: string, env: Record<string, string>): Promise<string> => {
  for (const path of await sources()) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await cp(path, join(folder, path))
  }
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
  const { stdout } = await run('npm', ['pack', '--json'], { cwd: folder, env: { ...process.env, ...env } })
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }]
  return createHash('sha256')
    .update(await readFile(join(folder, filename)))
    .digest('hex')
}
