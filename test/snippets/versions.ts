import { createExportsClient } from 'didww-exports'

const didww = createExportsClient({ apiVersion: '2026-04-16' })
const filters = { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' }
const one = await didww.create({ export_type: 'cdr_in', filters, external_reference_id: 'october' })
await didww.update(one.id, { external_reference_id: 'october, again' })
const { data } = await didww.list({ filter: { external_reference_id: 'october, again' } })
console.log(data[0]?.status, data[0]?.filters)
