/** Prints the SHA-256 of each text, for a new number of rows: `tsx scripts/bench/records/pins.ts 20000`. */
import { createHash } from 'node:crypto'
import { callsText } from './calls.js'
import { FILES } from './data.js'

const rows = Number(process.argv[2])
for (const file of FILES) {
  const hash = createHash('sha256')
  for (const text of callsText(file, rows)) hash.update(text)
  console.log(`${file.name}, ${rows} rows: ${hash.digest('hex')}`)
}
