import fs, { type FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { afterEach } from 'vitest'
import { SECRET } from './secrets.js'

/** Files into which a key was written since the last test. A test itself writes keys to `*.key` only. */
const leaks: string[] = []

const look = (data: unknown, where: string): void => {
  const text = typeof data === 'string' ? data : data instanceof Uint8Array ? Buffer.from(data).toString('latin1') : ''
  if (SECRET.test(text) && !where.endsWith('.key')) leaks.push(where)
}

const { writeFile } = fs
fs.writeFile = (async (path, data, options) => {
  look(data, typeof path === 'string' ? path : 'a file')
  await writeFile(path, data, options)
}) satisfies typeof writeFile
syncBuiltinESMExports()

const handle = await fs.open(process.execPath)
const prototype = Object.getPrototypeOf(handle) as Pick<FileHandle, 'write' | 'writeFile' | 'appendFile'>
await handle.close()
for (const name of ['write', 'writeFile', 'appendFile'] as const) {
  const original = prototype[name] as (this: FileHandle, data: unknown, ...rest: unknown[]) => Promise<unknown>
  Object.defineProperty(prototype, name, {
    value: function (this: FileHandle, data: unknown, ...rest: unknown[]) {
      look(data, `a file, by ${name}()`)
      return original.call(this, data, ...rest)
    },
  })
}

afterEach(() => {
  const found = leaks.splice(0)
  if (found.length > 0) throw new Error(`a key was written to ${found.join(', ')}`)
})
