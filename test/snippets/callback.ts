import { createServer } from 'node:http'
import { createExportsClient } from 'didww-exports'
import { createCallbackHandler, createHints, toNodeListener } from 'didww-exports/callbacks'

const publicUrl = process.env.DIDWW_CALLBACK_URL ?? '' // the callback_url exactly as it is registered
const hints = createHints()
const handler = createCallbackHandler({
  secrets: [process.env.DIDWW_CALLBACK_SECRET ?? ''],
  publicUrl,
  onExport: ({ id }) => hints.notify(id),
})
const listener = toNodeListener(handler)
const server = createServer((request, response) => void listener(request, response)).listen(Number(process.env.PORT))

const didww = createExportsClient()
const filters = { year: '2026', month: '10' }
const { id } = await didww.create({ export_type: 'cdr_in', filters, callback_url: publicUrl, callback_method: 'POST' })
const done = await didww.waitUntilCompleted(id, { hints })
console.log(done.status)
server.close()
