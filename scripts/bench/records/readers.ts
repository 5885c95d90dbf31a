import { createReadStream } from 'node:fs'
import { createGunzip, type Gunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import Papa from 'papaparse'
import { inferSchema, initParser } from 'udsv'
import { columnsOf } from '../../../src/records/columns-of.js'
import { decodeRecords } from '../../../src/records/decode-records.js'
import { converter, type Reading } from './typed.js'

/** Reads a `.csv.gz` and passes on its records. */
export type Reader = (reading: Reading) => Promise<void>

const CHUNK = 65_536

const inflated = (path: string): Gunzip =>
  createReadStream(path, { highWaterMark: CHUNK }).pipe(createGunzip({ chunkSize: CHUNK }))

const gunzip: Reader = async ({ path }) => {
  let bytes = 0
  for await (const chunk of inflated(path)) bytes += (chunk as Buffer).length
  if (bytes === 0) throw new Error('Nothing was inflated')
}

const batches: Reader = async ({ path, layout, take }) => {
  for await (const batch of decodeRecords(path, layout).batches()) for (const record of batch) take(record)
}

const rows: Reader = async ({ path, layout, take }) => {
  for await (const record of decodeRecords(path, layout)) take(record)
}

/** As its README shows for streams that do not fit into memory. */
const udsv: Reader = async ({ path, layout, take }) => {
  const toRecord = converter(layout)
  const decoder = new TextDecoder()
  let parser: ReturnType<typeof initParser> | undefined
  for await (const chunk of inflated(path)) {
    const text = decoder.decode(chunk as Buffer, { stream: true })
    parser ??= initParser(inferSchema(text, { col: ',', row: '\n', encl: '"' }))
    parser.chunk<string[]>(text, parser.stringArrs, (fields) => take(toRecord(fields)))
  }
  parser?.end()
}

/** With `setEncoding`, because it decodes each chunk separately and would break characters. */
const papaparse: Reader = ({ path, layout, take }) => {
  const toRecord = converter(layout)
  let isHeader = true
  return new Promise((resolve, reject) => {
    Papa.parse<string[]>(inflated(path).setEncoding('utf8'), {
      skipEmptyLines: true,
      chunk: ({ data }) => {
        for (const fields of data) {
          if (!isHeader) take(toRecord(fields))
          isHeader = false
        }
      },
      complete: () => resolve(),
      error: reject,
    })
  })
}

/** Its fastest configuration: arrays, with events. */
const csvParseBest: Reader = ({ path, layout, take }) => {
  const toRecord = converter(layout)
  return new Promise((resolve, reject) => {
    inflated(path)
      .pipe(parse({ from_line: 2 }))
      .on('data', (fields: string[]) => take(toRecord(fields)))
      .once('end', resolve)
      .once('error', reject)
  })
}

/** As its documentation shows: objects with the names of the header, in a loop. */
const csvParse: Reader = async ({ path, layout, take }) => {
  const toRecord = converter(layout)
  const names = columnsOf(layout.apiVersion, layout.exportType).map(({ column }) => column)
  for await (const row of inflated(path).pipe(parse({ columns: true })) as AsyncIterable<Record<string, string>>) {
    take(toRecord(names.map((name) => row[name] ?? '')))
  }
}

/** The first is the limit, the second is ours. All except the limit must give the same records. */
export const READERS: Readonly<Record<string, Reader>> = {
  'gunzip alone': gunzip,
  'decodeRecords, batches': batches,
  'decodeRecords, record by record': rows,
  udsv,
  papaparse,
  'csv-parse, arrays by events': csvParseBest,
  'csv-parse, columns and for await': csvParse,
}
