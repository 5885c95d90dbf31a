import { createGunzip, type Gunzip } from 'node:zlib'
import { DownloadError } from '../errors/download-error.js'
import { INFLATE_BYTES, MAX_EMPTY_BYTES } from './limits.js'

// `readableHighWaterMark` is an option of every Transform; @types/node leaves it out for zlib.
const gunzipOptions = { chunkSize: INFLATE_BYTES, readableHighWaterMark: 2 * INFLATE_BYTES }

/**
 * Inflates gzip piece by piece. It is at most a few pieces ahead of its reader, so that a gzip bomb does not fill the
 * memory.
 */
export class Inflater {
  readonly #gunzip: Gunzip = createGunzip(gunzipOptions)
  #failure: Error | undefined
  #ended = false
  #written = 0
  #inflated = 0
  #wake: () => void = () => undefined

  constructor() {
    this.#gunzip.on('readable', () => this.#wake())
    this.#gunzip.on('end', () => {
      this.#ended = true
      this.#wake()
    })
    this.#gunzip.on('error', (error) => {
      this.#failure = error
      this.#wake()
    })
  }

  /**
   * @returns What can be inflated with these bytes.
   * @throws {DownloadError} `corrupt`, also when bytes keep coming that yield no text: an endless header, empty blocks
   * or members, zeros behind the trailer.
   */
  async *write(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
    let written = false
    this.#gunzip.write(bytes, () => {
      written = true
      this.#wake()
    })
    yield* this.#output(() => written)
    this.#written += bytes.byteLength
    if (this.#written > MAX_EMPTY_BYTES + 2 * this.#inflated) throw empty(this.#written, this.#inflated)
  }

  /**
   * @returns The rest.
   * @throws {DownloadError} `truncated` or `corrupt`. Only here is it known whether the data was complete.
   */
  async *end(): AsyncGenerator<Uint8Array, void, undefined> {
    this.#gunzip.end()
    yield* this.#output(() => this.#ended)
  }

  /** Bytes that were inflated, without those after the trailer. */
  get used(): number {
    return this.#gunzip.bytesWritten
  }

  /** Frees the memory of zlib. */
  close(): void {
    this.#gunzip.destroy()
  }

  async *#output(isDone: () => boolean): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const piece = this.#gunzip.read() as Uint8Array | null
      if (piece !== null) {
        this.#inflated += piece.byteLength
        yield piece
      } else if (this.#failure !== undefined) throw damaged(this.#failure)
      else if (isDone()) return
      else await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}

const empty = (written: number, inflated: number): DownloadError =>
  new DownloadError('corrupt', `The gzip data has ${inflated} bytes of text in ${written} bytes, and is not read on`, {
    hint: 'It may have an endless header, empty blocks, or zeros behind its end.',
  })

const damaged = (cause: Error): DownloadError =>
  'code' in cause && cause.code === 'Z_BUF_ERROR'
    ? new DownloadError('truncated', 'The gzip data ends too early', { cause })
    : new DownloadError('corrupt', `The gzip data is damaged: ${cause.message}`, { cause })
