/**
 * Runs one reader in its own process and prints how long it took.
 *
 *     node child.js measure|digest READER FILE VERSION
 */
import { createHash } from 'node:crypto'
import type { BenchLayout } from './calls.js'
import { READERS } from './readers.js'
import { tallying } from './typed.js'

const [mode, name = '', path = '', version] = process.argv.slice(2)
const read = READERS[name]
if (!read) throw new Error(`Unknown reader: ${name}`)
const layout: BenchLayout = { apiVersion: version as BenchLayout['apiVersion'], exportType: 'cdr_in' }

if (mode === 'digest') {
  const hash = createHash('sha256')
  await read({ path, layout, take: (record) => hash.update(`${JSON.stringify(record)}\n`) })
  console.log(JSON.stringify(hash.digest('hex')))
} else {
  const { tally, take } = tallying(layout)
  const [began, used] = [performance.now(), process.cpuUsage()]
  await read({ path, layout, take })
  const { user, system } = process.cpuUsage(used)
  const ms = performance.now() - began
  console.log(JSON.stringify({ ms, cpu: (user + system) / 1000, rss: process.resourceUsage().maxRSS / 1024, tally }))
}
