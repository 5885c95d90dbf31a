import { writeFile } from 'node:fs/promises'
import { format } from 'prettier'
import type { Consumer } from './matrix.js'

/** The table of docs/runtimes.md; every full check replaces it. */
const FILE = 'scripts/package/runtimes.md'

/** What was not run, and why. */
const NOT_RUN: readonly (readonly [string, string])[] = [
  ['Windows, macOS, musl', 'no such machine here; nothing of the package is native'],
  ['Firefox, Safari', 'npm has no binary of them'],
  ['AWS Lambda, Vercel, Cloudflare', 'the services themselves; Node.js and workerd stand in for them'],
]

/** The row of one runtime. */
const lineOf = (runtime: string, consumers: readonly Consumer[]): string[] => {
  const own = consumers.filter((one) => one.runtime === runtime)
  const failed = own.filter(({ error }) => error !== undefined)
  const distinct = (values: readonly string[]): string => [...new Set(values)].join(', ')
  return [
    runtime,
    distinct(own.map(({ version }) => version)),
    distinct(own.map(({ how }) => how)),
    failed.length === 0 ? 'runs' : `fails: ${distinct(failed.map(({ version, how }) => `${version} ${how}`))}`,
  ]
}

/** Writes the table of the consumers that ran, and returns it. */
export const writeMatrix = async (consumers: readonly Consumer[]): Promise<string> => {
  const runtimes = [...new Set(consumers.map(({ runtime }) => runtime))]
  const rows = [
    ['', 'versions', 'how', ''],
    ['-', '-', '-', '-'],
    ...runtimes.map((runtime) => lineOf(runtime, consumers)),
    ...NOT_RUN.map(([what, why]) => [what, '', '', `not run: ${why}`]),
  ]
  const text = await format(rows.map((row) => `| ${row.join(' | ')} |`).join('\n'), {
    parser: 'markdown',
    printWidth: 120,
  })
  await writeFile(FILE, text)
  return text
}
