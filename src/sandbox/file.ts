import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { constants, createGzip } from 'node:zlib'
import { csvOf } from './calls/csv.js'
import { fileColumnsOf } from './calls/layout.js'
import { callsOf } from './calls/select.js'
import type { World } from './calls/world.js'
import { FILE_QUIET, type SandboxClock } from './sandbox-clock.js'
import type { StoredExport } from './store.js'
import type { Bytes } from './wire/reply.js'

/** Facts of a file that is not kept. */
export interface FileFacts {
  /** `<uuid>.csv.gz` */
  readonly name: string
  /** Lines after the header. */
  readonly rows: number
  /** Bytes of the `.csv.gz`. */
  readonly bytes: number
  /** Of the `.csv.gz`, in hex. */
  readonly sha256: string
}

/** Generates the files of exports, again for each download, and caches their size and digest. */
export class FileCache {
  readonly #world: World
  readonly #layout: string | undefined
  readonly #clock: SandboxClock
  readonly #facts = new Map<string, Promise<FileFacts>>()

  constructor(world: World, layout: string | undefined, clock: SandboxClock) {
    this.#world = world
    this.#layout = layout
    this.#clock = clock
  }

  /** The bytes of an export's file. */
  async *bytes(one: StoredExport, onRow: () => void = () => undefined): Bytes {
    const columns = fileColumnsOf(one.version, one.type, this.#layout)
    const csv = csvOf(callsOf(this.#world, one.selection, one.createdAt), one.type, columns, onRow)
    const source = Readable.from(csv, { objectMode: false })
    const gzip = source.pipe(createGzip({ level: constants.Z_BEST_SPEED }))
    source.on('error', (error) => gzip.destroy(error))
    try {
      for await (const chunk of gzip) {
        this.#clock.sign()
        yield chunk as Uint8Array
      }
    } finally {
      source.destroy()
      gzip.destroy()
    }
  }

  /** Length, digest and rows of an export's file, computed once. */
  facts(one: StoredExport): Promise<FileFacts> {
    const known = this.#facts.get(one.id) ?? this.#measure(one)
    this.#facts.set(one.id, known)
    return known
  }

  async #measure(one: StoredExport): Promise<FileFacts> {
    const hash = createHash('sha256')
    let [rows, bytes] = [0, 0]
    const done = this.#clock.busy(FILE_QUIET)
    try {
      for await (const chunk of this.bytes(one, () => (rows += 1))) {
        hash.update(chunk)
        bytes += chunk.byteLength
      }
    } finally {
      done()
    }
    return { name: `${one.filename}.csv.gz`, rows, bytes, sha256: hash.digest('hex') }
  }
}
