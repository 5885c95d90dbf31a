import { execFileSync } from 'node:child_process'

/**
 * A command that takes the power to ignore rights from whom it starts, which root has; for anybody else it is none.
 * A folder that may not be written to is one for root, too, then.
 */
export const obeyingRights: readonly string[] =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'] : []

/** A command that limits what it starts, as a shell says it. */
export const limitedBy = (limit: string): readonly string[] => ['bash', '-c', `${limit} && exec "$@"`, 'bash']

/** From now on a process that runs can open nothing more; what is open stays so. */
export const letOpenNothing = (pid: number | undefined): void =>
  void execFileSync('prlimit', ['--pid', String(pid), '--nofile=0:'])
