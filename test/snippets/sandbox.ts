import { createExportsClient } from 'didww-exports'
import { createSandbox } from 'didww-exports/sandbox'

await using sandbox = createSandbox({ seed: 7, rows: 500, now: '2026-11-20T09:00:00Z' })
sandbox.inject({ on: 'downloadExport', do: { truncate: 1000 } }) // the first download ends in the middle
const didww = createExportsClient({ baseUrl: await sandbox.listen(), apiKey: sandbox.apiKey, clock: sandbox.clock })

let calls = 0
for await (const batch of didww.pull({ export_type: 'cdr_in', filters: { year: 2026, month: 10 } }).batches()) {
  calls += batch.length
}
console.log(`${calls} calls; ${sandbox.fired.length} fault on the way`)
