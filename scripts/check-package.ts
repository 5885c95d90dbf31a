/**
 * Checks the package as others install it: what the tarball contains, how much it costs to install and start, and
 * whether it runs on the supported runtimes. Takes some minutes, and downloads a gigabyte of runtimes the first time.
 *
 *     npm run check:package             everything
 *     npm run check:package -- --quick  without the runtimes
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { formatTable } from '../src/cli/print.js'
import { checkBudgets } from './package/budgets.js'
import { installInto } from './package/installed.js'
import { pack } from './package/pack.js'
import { runMatrix } from './package/runtimes/matrix.js'
import { writeMatrix } from './package/runtimes/table.js'
import { installTools } from './package/runtimes/tools.js'

const { values } = parseArgs({ options: { quick: { type: 'boolean' } } })
const folder = await mkdtemp(join(tmpdir(), 'didww-exports-package-'))
try {
  const packed = await pack(folder)
  const project = join(folder, 'project')
  await installInto(project, packed)
  const findings = await checkBudgets(packed, project)
  const rows = findings.map(({ what, found, wanted, ok }) => [what, found, wanted, ok ? 'ok' : 'NOT OK'])
  console.log(formatTable(['what', 'found', 'wanted', ''], rows))
  for (const { what, details = [] } of findings) for (const line of details) console.log(`${what}: ${line}`)
  let ok = findings.every((one) => one.ok)
  if (!values.quick) {
    await installTools()
    const consumers = await runMatrix(project)
    ok &&= consumers.every(({ error }) => error === undefined)
    console.log(`\n${await writeMatrix(consumers)}`)
  }
  process.exitCode = ok ? 0 : 1
} finally {
  await rm(folder, { recursive: true })
}
