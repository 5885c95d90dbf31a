/**
 * The simplest way to convert a file, with everything in memory: the file, its text, its rows, then lines of JSON.
 *
 *     node buffered.js URL FILE
 */
import { writeFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { converter } from './typed.js'

const [url = '', target = ''] = process.argv.slice(2)
const text = gunzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()))
const toRecord = converter({ apiVersion: '2021-12-15', exportType: 'cdr_in' })
const [, ...rows] = parse(text)
// A million lines are too long for one string, so they are written in parts.
const lines = function* (): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(toRecord(row))}\n`
}
await writeFile(target, lines())
