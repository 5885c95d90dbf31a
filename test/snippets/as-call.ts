import { asCall, createExportsClient } from 'didww-exports'

const didww = createExportsClient({ apiVersion: '2026-04-16' })
const filters = { from: '2026-10-01 00:00:00', to: '2026-10-02 00:00:00' }
for await (const record of didww.pull({ export_type: 'cdr_out', filters })) {
  const { start, caller, destination, duration, cost } = asCall(record)
  console.log(start, caller, destination, duration, cost)
  break
}
