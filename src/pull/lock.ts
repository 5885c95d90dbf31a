import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { ConfigurationError } from '../errors/configuration-error.js'
import { isAlive } from '../files/part-file.js'
import { onDisk } from '../files/storage.js'

/**
 * Makes this process the only one that writes to a directory, until it is disposed of. The lock of a
 * dead process of this host is taken over.
 *
 * @throws {ConfigurationError} `in_use`, when another process has it.
 */
export const lockDirectory = async (path: string): Promise<AsyncDisposable> => {
  await onDisk('create', dirname(path), () => mkdir(dirname(path), { recursive: true, mode: 0o700 }))
  const mine = JSON.stringify({ pid: process.pid, host: hostname() })
  for (let tries = 0; ; tries += 1) {
    const file = await onDisk('create', path, () => open(path, 'wx', 0o600).catch(whenTaken))
    if (file) {
      await onDisk('write', path, () => file.writeFile(mine).finally(() => file.close()))
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) }
    }
    const owner = await readFile(path, 'utf8').catch(() => '')
    if (tries > 2 || !isDead(owner)) throw inUse(path, owner)
    await rm(path, { force: true })
  }
}

const whenTaken = (error: unknown): undefined => {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
}

const isDead = (owner: string): boolean => {
  const [, pid, host] = /^\{"pid":(\d+),"host":"(.*)"\}$/.exec(owner) ?? []
  return pid !== undefined && host === hostname() && !isAlive(Number(pid))
}

const inUse = (path: string, owner: string): ConfigurationError =>
  new ConfigurationError('in_use', `Another process works in this directory: ${owner || 'just starting'}`, {
    hint: `Wait for it; if there is none, remove ${path}.`,
  })
