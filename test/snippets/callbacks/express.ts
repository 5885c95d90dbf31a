import express from 'express'
import { toNodeListener } from 'didww-exports/callbacks'
import { handler } from './receiver.js'

export const app = express()
app.all('/didww', toNodeListener(handler)) // before any parser of bodies
export const server = app.listen(Number(process.env.PORT), '127.0.0.1')
