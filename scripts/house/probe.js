/**
 * Loaded before a command of the CLI. Writes which source files are on the stack when an export is created, when the
 * first bytes of its file are written to disk, and when the text of a row is made; each once.
 */
import { Buffer } from 'node:buffer'
import { appendFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import process from 'node:process'

Error.stackTraceLimit = Infinity

const written = new Set()

const note = (what) => {
  const files = new Error().stack.split('\n').flatMap((line) => /\/src\/([^():]+\.ts):/.exec(line)?.[1] ?? [])
  if (written.has(what) || files.length === 0) return
  written.add(what)
  appendFileSync(process.env.HOUSE_STACKS, `${JSON.stringify({ what, files: [...new Set(files)].reverse() })}\n`)
}

const send = globalThis.fetch
globalThis.fetch = (input, init) => {
  if ((init?.method ?? input.method) === 'POST') note('filters, from a pull to the wire')
  return send(input, init)
}

const anyFile = await open(process.execPath)
const handle = Object.getPrototypeOf(anyFile)
await anyFile.close()
const { write } = handle
handle.write = function (data, ...rest) {
  if (data instanceof Uint8Array) note('bytes, from a pull to the disk')
  return Reflect.apply(write, this, [data, ...rest])
}

const { toString } = Buffer.prototype
Buffer.prototype.toString = function (...options) {
  if (new Error().stack.includes('/src/records/row-group')) note('bytes, from the disk to the text of a row')
  return Reflect.apply(toString, this, options)
}
