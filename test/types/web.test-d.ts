import { createExportsClient, type ExportsClient } from '../../src/web/index.js'

const didww = createExportsClient()
const created = await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } })
created.status satisfies 'Pending' | 'Processing' | 'Completed'
const done = await didww.waitUntilCompleted('id')
done.url satisfies string

// @ts-expect-error - files need Node.js
didww.download
// @ts-expect-error - records are read from files
didww.records
// @ts-expect-error - a pull ends in a file
didww.pull
// @ts-expect-error - there is no update in 2021-12-15
didww.update
// @ts-expect-error - there are no files that could come from elsewhere
createExportsClient({ fileOrigins: [] })
// @ts-expect-error - cdr_in has no day
await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12', day: '1' } })

const next: ExportsClient<'2026-04-16'> = createExportsClient({ apiVersion: '2026-04-16' })
await next.update('id', { external_reference_id: 'march' })
declare const anyone: ExportsClient
// @ts-expect-error - not every version has update
anyone.update
