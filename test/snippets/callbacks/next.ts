// app/didww/route.ts
import { handler } from './receiver.js'

export const GET = handler
export const POST = handler
