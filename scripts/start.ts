/**
 * Shows the client at work without an account: Prism serves the spec, the built CLI makes the five
 * requests of the provider's document, and the exports it gets are printed as a table.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { formatTable } from '../src/cli/print.js'
import { servePrism } from '../test/contract/prism.js'

const run = promisify(execFile)
const CALLBACK = ['--callback-url', 'http://example.com', '--callback-method', 'GET']
const INBOUND = ['--type', 'cdr_in', '--period', '2021-12', '--did', '123456789']
const OUTBOUND = ['--type', 'cdr_out', '--trunk', '457bf47d-446d-41cd-91c3-dfbda7bf0753', '--period']

const REQUESTS = {
  'cdr-in': INBOUND,
  'cdr-in-callback': [...INBOUND, ...CALLBACK],
  'cdr-out-day': [...OUTBOUND, '2021-12-12'],
  'cdr-out-day-callback': [...OUTBOUND, '2021-12-12', ...CALLBACK],
  'cdr-out-month': [...OUTBOUND, '2021-12'],
}

const mock = await servePrism('2021-12-15.json')
const rows = []
for (const [example, request] of Object.entries(REQUESTS)) {
  const args = ['create', ...request, '--json', '--header', `Prefer: example=${example}`]
  console.error(`didww-exports ${['create', ...request].join(' ')}`)
  const { stdout } = await run(process.execPath, ['dist/src/cli/main.js', ...args], {
    env: { ...process.env, DIDWW_API_KEY: 'any', DIDWW_BASE_URL: mock.url },
  })
  const created = JSON.parse(stdout) as Record<string, unknown>
  rows.push([example, created['id'], created['export_type'], created['status'], created['callback_url']])
}
await mock.close()
console.log(`\n${formatTable(['example', 'id', 'export_type', 'status', 'callback_url'], rows)}`)
