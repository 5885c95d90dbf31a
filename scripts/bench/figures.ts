import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { dirname } from 'node:path'

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

/** The median of the ratios of each round. Rounds vary with the load of the machine, ratios less. */
export const ratio = <T>(of: readonly T[] = [], to: readonly T[] = [], value: (one: T) => number): number =>
  median(of.map((one, round) => value(one) / value(to[round] ?? one)))

export const markdown = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, headings.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')

/** The machine that measures. */
export const machine = (): string => {
  const [cpu] = cpus()
  return `Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`
}

/** Prints a result and writes it to the file that docs/benchmarks.md includes. */
export const publish = async (name: string, parts: readonly string[]): Promise<void> => {
  const path = `scripts/bench/results/${name}.md`
  const text = `${parts.map((part) => part.trim()).join('\n\n')}\n`
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  console.log(text)
}
