import { readFileSync } from 'node:fs'

/** Whether a process of this host runs. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * When a process of this host began, in the ticks of its kernel: numbers of processes come again, in a container the
 * same one each time. Undefined where the system does not tell.
 */
export const startOf = (pid: number): string | undefined => {
  try {
    // After the name, which may hold anything, blanks and brackets too.
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[19]
  } catch {
    return undefined
  }
}
