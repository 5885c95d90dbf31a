import { readFileSync } from 'node:fs'

/** Whether a process of this host is running. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * When a process of this host started, in kernel ticks; undefined where the system does not say. Process numbers are
 * reused, in a container even the same one each time.
 */
export const startOf = (pid: number): string | undefined => {
  try {
    // The process name comes before and may contain blanks and brackets.
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[19]
  } catch {
    return undefined
  }
}
