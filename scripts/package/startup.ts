import { median } from '../bench/figures.js'
import { run } from './run.js'

/** How long things take to start, as medians of all rounds. */
export interface Startup {
  /** Milliseconds for Node.js alone. */
  readonly node: number
  /** Milliseconds that importing the main entry adds. */
  readonly importing: number
  /** A program that imports the main entry, as a multiple of Node.js alone. */
  readonly importRatio: number
  /** `--help` of the command, as a multiple of Node.js alone. */
  readonly helpRatio: number
}

const PROGRAMS = {
  node: ['-e', '0'],
  importing: ['-e', "import('didww-exports')"],
  help: ['node_modules/didww-exports/dist/src/cli/main.js', '--help'],
}

/**
 * Starts Node.js alone, with the main entry and with the command, one after the other, in every round. Times that are
 * compared come from the same round, because a busy machine slows all three.
 */
export const measureStartup = async (project: string, rounds = 20): Promise<Startup> => {
  const time = async (args: readonly string[]): Promise<number> => {
    const began = performance.now()
    await run(process.execPath, args, { cwd: project })
    return performance.now() - began
  }
  const seen: { node: number; importing: number; help: number }[] = []
  for (let round = -1; round < rounds; round += 1) {
    const node = await time(PROGRAMS.node)
    const importing = await time(PROGRAMS.importing)
    const help = await time(PROGRAMS.help)
    // The first round only fills the disk caches.
    if (round >= 0) seen.push({ node, importing, help })
  }
  return {
    node: median(seen.map(({ node }) => node)),
    importing: median(seen.map(({ node, importing }) => importing - node)),
    importRatio: median(seen.map(({ node, importing }) => importing / node)),
    helpRatio: median(seen.map(({ node, help }) => help / node)),
  }
}
