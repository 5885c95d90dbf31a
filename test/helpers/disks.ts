import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether this process may mount; tests that need it say so aloud when it may not. */
export const canMount: boolean = (() => {
  try {
    using disk = mountDisk('size=64k')
    return disk.path !== ''
  } catch (error) {
    console.warn(`NOT TESTED here: full and read-only disks, which need the right to mount: ${String(error)}`)
    return false
  }
})()

/** A disk of its own, in memory, until it is disposed of. */
export function mountDisk(
  options: string,
): Disposable & { readonly path: string; readonly remount: (how: string) => void } {
  const path = mkdtempSync(join(tmpdir(), 'didww-exports-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'pipe' })
  } catch (error) {
    rmSync(path, { recursive: true })
    throw error
  }
  return {
    path,
    remount: (how) => void execFileSync('mount', ['-o', `remount,${how}`, path]),
    [Symbol.dispose]: () => {
      execFileSync('umount', [path])
      rmSync(path, { recursive: true })
    },
  }
}
