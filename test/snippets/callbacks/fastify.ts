import fastify from 'fastify'
import { toNodeListener } from 'didww-exports/callbacks'
import { handler } from './receiver.js'

const listener = toNodeListener(handler)
export const app = fastify()
app.removeAllContentTypeParsers()
app.addContentTypeParser('*', (_request, _body, done) => done(null)) // the handler reads the body
app.all('/didww', (request, reply) => {
  reply.hijack()
  return listener(request.raw, reply.raw)
})
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
export const { server } = app
