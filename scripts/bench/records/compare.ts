import { type BenchFile, prepare } from './data.js'
import { runScript } from './processes.js'
import { READERS } from './readers.js'
import type { Tally } from './typed.js'

interface Measure {
  readonly ms: number
  readonly cpu: number
  readonly rss: number
  readonly tally: Tally
}

/** What a reader took in every round, in the order of the rounds. */
export type Rounds = Readonly<Record<string, readonly Measure[]>>

export const NAMES: readonly string[] = Object.keys(READERS)
export const [LIMIT, OURS, BY_RECORD] = NAMES as [string, string, string]

/** Rows of the file of which all readers must make the very same records. */
const VERIFIED = 20_000

/** @throws when a reader makes other records than ours. */
export const verify = async (file: BenchFile): Promise<void> => {
  const path = await prepare(file, VERIFIED)
  const digests = new Map<string, string>()
  for (const name of NAMES) {
    if (name !== LIMIT) digests.set(name, await runScript<string>('child.js', 'digest', name, path, file.apiVersion))
  }
  const wrong = [...digests].filter(([, digest]) => digest !== digests.get(OURS)).map(([name]) => name)
  if (wrong.length > 0) throw new Error(`${file.name}: other records are made by ${wrong.join(', ')}`)
}

/**
 * Runs every reader in a process of its own, in turn, round by round.
 *
 * @throws when counts or sums differ.
 */
export const compare = async (file: BenchFile, rows: number, rounds: number): Promise<Rounds> => {
  const path = await prepare(file, rows)
  const seen = Object.fromEntries(NAMES.map((name) => [name, [] as Measure[]]))
  for (let round = 0; round < rounds; round += 1) {
    for (const name of NAMES) {
      seen[name]?.push(await runScript<Measure>('child.js', 'measure', name, path, file.apiVersion))
    }
    process.stderr.write(`${file.name}: round ${round + 1} of ${rounds}\n`)
  }
  const tallies = NAMES.filter((name) => name !== LIMIT).map((name) => [name, JSON.stringify(seen[name]?.[0]?.tally)])
  const wrong = tallies.filter(([, tally]) => tally !== tallies[0]?.[1])
  if (wrong.length > 0) throw new Error(`${file.name}: other sums than ${tallies.join('; ')}`)
  return seen
}

/** The same reader and file, for its memory alone. */
export const memoryOf = async (file: BenchFile, rows: number): Promise<number> => {
  const path = await prepare(file, rows)
  const { rss, tally } = await runScript<Measure>('child.js', 'measure', OURS, path, file.apiVersion)
  if (tally.rows !== rows) throw new Error(`${file.name}: ${tally.rows} rows were read of ${rows}`)
  return rss
}
