import { DuckDBInstance } from '@duckdb/node-api'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeRecords } from '../../src/index.js'
import { directoryTarget, type ManifestEntry, type PullFormat, unitKey } from '../../src/pull/index.js'
import { pathLiteral } from '../../src/records/duckdb-sql.js'
import { memoryDirectory } from '../helpers/memory-directory.js'
import { targetSuite } from '../helpers/target-suite.js'

const didsIn = async (dir: string, { path, format }: ManifestEntry): Promise<string[]> => {
  if (format === 'parquet') {
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    const rows = await connection.runAndReadAll(`SELECT did FROM read_parquet(${pathLiteral(join(dir, path))})`)
    return rows.getRowsJson().map(([did]) => did as string)
  }
  if (format === 'ndjson') {
    const lines = (await readFile(join(dir, path), 'utf8')).split('\n').filter((line) => line !== '')
    return lines.map((line) => (JSON.parse(line) as { did: string }).did)
  }
  const dids: string[] = []
  const source = { apiVersion: '2021-12-15', exportType: 'cdr_in' } as const
  for await (const { did } of decodeRecords(join(dir, path), source)) dids.push(did ?? '')
  return dids
}

const filesOf = async (dir: string): Promise<ManifestEntry[]> => {
  const text = await readFile(join(dir, 'manifest.json'), 'utf8')
  return Object.values((JSON.parse(text) as { files: Record<string, ManifestEntry> }).files)
}

for (const format of ['csv.gz', 'ndjson', 'parquet'] satisfies PullFormat[]) {
  targetSuite(`a directory of ${format}`, async () => {
    const dir = await memoryDirectory()
    return {
      open: () => Promise.resolve(directoryTarget(dir, { format })),
      dids: async () => (await Promise.all((await filesOf(dir)).map((entry) => didsIn(dir, entry)))).flat(),
      [Symbol.asyncDispose]: () => rm(dir, { recursive: true }),
    }
  })
}

const unit = {
  account: 'a',
  export_type: 'cdr_in',
  from: '2026-10-01T00:00:00Z',
  to: '2026-11-01T00:00:00Z',
  filter: {},
}

test('what an earlier version has written is read: without layout, fence and digest of the source', async () => {
  const dir = await memoryDirectory()
  const path = `type=cdr_in/account=a/period=2026-10/${unitKey(unit)}.csv.gz`
  const entry = { unit, path, format: 'csv.gz', bytes: 3, sha256: 'abc', generation: 2, rows: 1, unknown_columns: [] }
  const old = { format: 1, origin: 'https://api.example', files: { [unitKey(unit)]: entry } }
  await writeFile(join(dir, 'manifest.json'), JSON.stringify(old))
  await mkdir(join(dir, dirname(path)), { recursive: true })
  await writeFile(join(dir, path), 'abc')
  await using target = directoryTarget(dir)
  expect(await target.loaded(unit)).toEqual({ ...entry, fence: 0, source_sha256: 'abc', intact: true })
  await rm(dir, { recursive: true })
})

test.each([
  ['newer', '"format": 1', '"format": 9'],
  ['damaged', '{', '['],
])('a manifest that is %s is refused and left as it is', async (_name, from, to) => {
  const dir = await memoryDirectory()
  const path = join(dir, 'manifest.json')
  const text = '{\n  "format": 1,\n  "origin": "https://api.example",\n  "files": {}\n}\n'.replace(from, to)
  await writeFile(path, text)
  await using target = directoryTarget(dir)
  await expect(target.loaded(unit)).rejects.toMatchObject({ code: 'foreign_file', hint: expect.any(String) as string })
  expect(await readFile(path, 'utf8')).toBe(text)
  await rm(dir, { recursive: true })
})
