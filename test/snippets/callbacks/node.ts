import { createServer } from 'node:http'
import { toNodeListener } from 'didww-exports/callbacks'
import { handler } from './receiver.js'

const listener = toNodeListener(handler)
export const server = createServer((request, response) => void listener(request, response))
server.listen(Number(process.env.PORT), '127.0.0.1')
