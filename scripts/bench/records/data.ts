import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type BenchLayout, callsText } from './calls.js'

/** A file to measure, and the pinned SHA-256 of its text by number of rows. */
export interface BenchFile extends BenchLayout {
  readonly name: string
  readonly pins: Readonly<Record<number, string>>
}

export const FILES: readonly BenchFile[] = [
  {
    name: '15 columns',
    apiVersion: '2021-12-15',
    exportType: 'cdr_in',
    pins: {
      20_000: 'c1263d766e6e8ed6ace367640bcbdefcbfdb54403ce3e66974a10802b8ed41db',
      1_000_000: '40429339651990843bc329e68b0aea4711bbe3cfe9c05e1937733c5b900a37a0',
      5_000_000: '2a71955d3c8b60a57cc34711c2adf0b090205574e4d133ef0444ccd73cbb17fc',
    },
  },
  {
    name: '22 columns',
    apiVersion: '2026-04-16',
    exportType: 'cdr_in',
    pins: {
      20_000: '81df4542fe3fddc2ccb9183ae6721a3c71d11d9b7c1d6c77bc6efc231ea76f43',
      1_000_000: '3d374e5f0598f93226032d081e1df7de78dab672aed99038610566ffa6e307a8',
      5_000_000: '0443b81e4eb4071a3994aca561ce9b3195c0351c384e8f6726904ec7de6650f4',
    },
  },
]

const FOLDER = 'dist/bench'

/**
 * Writes the `.csv.gz` of a file unless it exists, and returns its path. The file gets its name after its hash was
 * checked.
 */
export const prepare = async (file: BenchFile, rows: number): Promise<string> => {
  const pin = file.pins[rows]
  if (pin === undefined) throw new Error(`No sha256 is pinned for ${rows} rows of ${file.name}`)
  const path = join(FOLDER, `${file.apiVersion}-${rows}-${pin.slice(0, 12)}.csv.gz`)
  if (existsSync(path)) return path
  mkdirSync(FOLDER, { recursive: true })
  const hash = createHash('sha256')
  const text = function* (): Generator<Buffer> {
    for (const piece of callsText(file, rows)) {
      const bytes = Buffer.from(piece)
      hash.update(bytes)
      yield bytes
    }
  }
  const part = `${path}.${process.pid}.part`
  await pipeline(text, createGzip({ level: 6 }), createWriteStream(part))
  const digest = hash.digest('hex')
  if (digest !== pin) throw new Error(`The generator made a different file: ${rows} rows of ${file.name} are ${digest}`)
  await rename(part, path)
  return path
}
