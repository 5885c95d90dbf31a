import { createExportsClient } from 'didww-exports'

const didww = createExportsClient()
const created = await didww.create({
  export_type: 'cdr_out',
  filters: { year: '2026', month: '10', day: '5', 'voice_out_trunk.id': '457bf47d-446d-41cd-91c3-dfbda7bf0753' },
})
const done = await didww.waitUntilCompleted(created.id, { maxWait: 600_000 })
const { path, bytes, sha256 } = await didww.download(done, { to: 'cdrs.csv.gz' })
console.log(path, bytes, sha256)

for await (const batch of didww.records(done).batches()) console.log(batch.length) // the fast way: arrays of records
