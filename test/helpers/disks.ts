import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A disk of its own, in memory, until it is disposed of. */
export interface Disk extends Disposable {
  readonly path: string
  readonly remount: (how: string) => Promise<void>
}

type Mount = (folder: string, options: string) => Promise<Disk>

const run = promisify(execFile)

/** Of who may mount, perhaps by `sudo`. */
const byRight =
  (...sudo: string[]): Mount =>
  async (folder, options) => {
    const mount = async (...how: string[]): Promise<void> => {
      await run('env', [...sudo, 'mount', '-o', ...how, folder])
    }
    await mount(`${options},uid=${process.getuid?.()}`, '-t', 'tmpfs', 'tmpfs')
    return {
      path: folder,
      remount: (how) => mount(`remount,${how}`),
      [Symbol.dispose]: () => execFileSync('env', [...sudo, 'umount', folder]),
    }
  }

/** Of anybody, in a namespace that lives as long as a process in it: its files are seen by way of that process. */
const inNamespace: Mount = async (folder, options) => {
  const script =
    'mount -t tmpfs -o "$0" tmpfs "$1" && echo && while read -r how; do mount -t tmpfs -o "remount,$how" tmpfs "$1" && echo; done'
  const keeper = spawn('unshare', ['-rm', 'sh', '-c', script, options, folder])
  const answered = async (): Promise<void> => {
    const said = [once(keeper.stdout, 'data'), once(keeper.stderr, 'data'), once(keeper, 'exit')]
    const [reason] = (await Promise.race(said)) as unknown[]
    if (String(reason).trim() !== '') throw new Error(`unshare: ${String(reason).trim()}`)
  }
  await answered()
  return {
    path: `/proc/${keeper.pid}/root${folder}`,
    remount: async (how) => {
      keeper.stdin.write(`${how}\n`)
      await answered()
    },
    [Symbol.dispose]: () => keeper.stdin.end(),
  }
}

/**
 * Mounts a disk in memory, in whichever way is allowed.
 *
 * @throws when none is: what a full disk does is not left untested in silence.
 */
export const mountDisk = async (options: string): Promise<Disk> => {
  const folder = mkdtempSync(join(tmpdir(), 'didww-exports-disk-'))
  const reasons: string[] = []
  for (const mount of [byRight(), byRight('sudo', '-n'), inNamespace]) {
    try {
      const disk = await mount(folder, options)
      return {
        ...disk,
        [Symbol.dispose]: () => {
          disk[Symbol.dispose]()
          rmdirSync(folder)
        },
      }
    } catch (error) {
      reasons.push(String(error).trim())
    }
  }
  rmdirSync(folder)
  throw new Error(`Tests of full disks need root, sudo, or user namespaces (unshare -rm): ${reasons.join('; ')}`)
}
