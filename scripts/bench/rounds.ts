import { formatTable } from '../../src/cli/print.js'
import { median } from './figures.js'

/** One way to do the work; `run` does it the given number of times. */
export interface Variant {
  readonly name: string
  readonly run: (times: number) => Promise<void>
}

/**
 * Runs all variants in each round, and returns a table: microseconds per call, and the ratio to the first variant of the
 * same round.
 */
export const interleaved = async (variants: readonly Variant[], times: number, rounds: number): Promise<string> => {
  const seen = variants.map(() => [] as number[])
  for (const { run } of variants) await run(Math.ceil(times / 5))
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { run }] of variants.entries()) {
      const began = performance.now()
      await run(times)
      seen[index]?.push(((performance.now() - began) * 1000) / times)
    }
  }
  const rows = variants.map(({ name }, index) => {
    const ratios = (seen[index] ?? []).map((one, round) => one / (seen[0]?.[round] ?? 1))
    return [name, median(seen[index] ?? []).toFixed(1), median(ratios).toFixed(2)]
  })
  return formatTable(['variant', 'µs a call', 'ratio'], rows)
}
