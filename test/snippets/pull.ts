import { createExportsClient } from 'didww-exports'

const didww = createExportsClient({ apiKey: process.env.DIDWW_API_KEY })

let minutes = 0
const filters = { year: '2026', month: '10' }
for await (const call of didww.pull({ export_type: 'cdr_in', filters }, { dir: 'cdrs' })) {
  minutes += (call.duration_secs ?? 0) / 60
}
console.log(`${Math.round(minutes)} minutes`)
