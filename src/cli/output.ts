import { once } from 'node:events'
import { openPart } from '../disk/part-file.js'
import { shown } from './terminal.js'

/** Where a command writes its data. */
export interface Output {
  readonly write: (text: string | Uint8Array) => Promise<void>
  /** The data is whole: a file takes its name. */
  readonly commit: () => Promise<void>
  /** The data is not whole: no file is left. */
  readonly discard: () => Promise<void>
}

const decoder = new TextDecoder()

/** Calls contain text from strangers: on a terminal their control characters are escaped. */
const safe = (text: string | Uint8Array): string | Uint8Array => {
  if (!process.stdout.isTTY) return text
  return shown(typeof text === 'string' ? text : decoder.decode(text, { stream: true }))
}

const stdout: Output = {
  write: async (text) => {
    if (!process.stdout.write(safe(text))) await once(process.stdout, 'drain')
  },
  commit: () => Promise.resolve(),
  discard: () => Promise.resolve(),
}

/** Writes to a file that appears only when it is complete, or to stdout. */
export const withOutput = async (
  path: string | undefined,
  force: boolean,
  use: (write: Output['write']) => Promise<void>,
): Promise<void> => {
  const output = path === undefined ? stdout : await fileOutput(path, force)
  try {
    await use(output.write)
    await output.commit()
  } catch (error) {
    await output.discard()
    throw error
  }
}

const fileOutput = async (path: string, force: boolean): Promise<Output> => {
  const part = await openPart(path, force)
  return {
    write: (text) => part.write(typeof text === 'string' ? Buffer.from(text) : text),
    commit: part.commit,
    discard: part.discard,
  }
}
