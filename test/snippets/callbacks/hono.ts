import { Hono } from 'hono'
import { handler } from './receiver.js'

export const app = new Hono()
app.all('/didww', (context) => handler(context.req.raw))
