import { open } from 'node:fs/promises'
import { onDisk } from '../disk/storage.js'
import { StorageError } from '../errors/storage-error.js'

/**
 * Reads the text of a file while it arrives. It may stop early or fail; the file is verified in any case.
 *
 * @param digest - SHA-256 of the file in hex, once the text has ended.
 */
export type Follow = (text: AsyncIterable<Uint8Array>, digest: () => string) => Promise<unknown>

/** Lets a follower read, then reads on to the end. Throws what the text throws, never what the follower throws. */
export const followToEnd = async (
  text: AsyncGenerator<Uint8Array, void, undefined>,
  digest: () => string,
  follow?: Follow,
): Promise<void> => {
  let failure: { readonly error: unknown } | undefined
  const next = async (): Promise<IteratorResult<Uint8Array, void>> => {
    try {
      return await text.next()
    } catch (error) {
      failure = { error }
      throw error
    }
  }
  // Without `return`, leaving the loop does not close the text.
  const open: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next }) }
  await follow?.(open, digest).catch(() => undefined)
  while (failure === undefined && !(await next()).done);
  if (failure !== undefined) throw failure.error
}

/** Bytes that are read at once. */
const PIECE = 262_144

/** A file that is read while it is written, so that a slow reader does not slow the network down. */
export class GrowingFile {
  readonly #path: string
  #size = 0
  #isWhole = false
  #failure: { readonly error: unknown } | undefined
  #wake: () => void = () => undefined

  constructor(path: string) {
    this.#path = path
  }

  /** Says how many bytes are on disk. */
  grow(size: number): void {
    this.#size = size
    this.#wake()
  }

  /** Says that the file is complete. */
  end(): void {
    this.#isWhole = true
    this.#wake()
  }

  /** Ends the reading with an error. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.#wake()
  }

  /** The bytes as they arrive, to the end. Each piece overwrites the one before. */
  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    const path = this.#path
    const file = await onDisk('read', path, () => open(path))
    const piece = Buffer.allocUnsafeSlow(PIECE)
    try {
      for (let at = 0; ;) {
        if (this.#failure) throw this.#failure.error
        if (at < this.#size) {
          const length = Math.min(PIECE, this.#size - at)
          const { bytesRead } = await onDisk('read', path, () => file.read(piece, 0, length, at))
          if (bytesRead === 0) throw shortened(path)
          at += bytesRead
          yield piece.subarray(0, bytesRead)
        } else if (this.#isWhole) return
        else await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    } finally {
      await file.close()
    }
  }
}

const shortened = (path: string): StorageError =>
  new StorageError('ESTALE', `${path} became shorter while it was written`, {
    hint: 'Do not touch files that end in .part while a download runs.',
  })
