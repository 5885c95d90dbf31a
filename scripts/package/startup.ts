import { median } from '../bench/figures.js'
import { run } from './run.js'

/** What starting takes, each a median over the rounds. */
export interface Startup {
  /** Milliseconds of bare Node. */
  readonly node: number
  /** Milliseconds that importing the main entry adds to it. */
  readonly importing: number
  /** A program that imports the main entry, in times of bare Node. */
  readonly importRatio: number
  /** `--help` of the command, in times of bare Node. */
  readonly helpRatio: number
}

const PROGRAMS = {
  node: ['-e', '0'],
  importing: ['-e', "import('didww-exports')"],
  help: ['node_modules/didww-exports/dist/src/cli/main.js', '--help'],
}

/**
 * Starts bare Node, the main entry and the command in turn. What is compared ran within the same second, so that a
 * machine that is busy slows all of them.
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
    // The first round fills the caches of the disk.
    if (round >= 0) seen.push({ node, importing, help })
  }
  return {
    node: median(seen.map(({ node }) => node)),
    importing: median(seen.map(({ node, importing }) => importing - node)),
    importRatio: median(seen.map(({ node, importing }) => importing / node)),
    helpRatio: median(seen.map(({ node, help }) => help / node)),
  }
}
