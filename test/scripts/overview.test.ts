import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { columns } from '../../generated/columns.js'
import { apiVersions } from '../../generated/versions.js'
import type { Overview } from '../../scripts/generate/overview.js'

const { versions, tables } = JSON.parse(readFileSync('generated/versions.json', 'utf8')) as Overview
const markdown = readFileSync('generated/versions.md', 'utf8')

const cell = (title: string, name: string, version: string): string[] | undefined =>
  tables.find((one) => one.title === title)?.rows.find((row) => row.name === name)?.cells[versions.indexOf(version)]

test('every row has a cell for every version', () => {
  expect(versions).toEqual(apiVersions)
  for (const { rows } of tables) for (const { cells } of rows) expect(cells).toHaveLength(versions.length)
})

test.each([
  ['Versions', 'statuses', '2022-05-10', ['Pending', 'Processing', 'Completed']],
  ['Versions', 'statuses', '2026-04-16', ['pending', 'processing', 'completed']],
  ['Versions', 'callback methods', '2021-12-15', ['POST', 'GET']],
  ['Versions', 'credential', '2021-12-15', ['Api-Key']],
  ['Versions', 'filters of the list', '2022-05-10', []],
  ['Versions', 'filters of the list', '2026-04-16', ['external_reference_id', 'id']],
  ['Versions', 'callback parameters', '2026-04-16', ['id', 'type', 'status', 'url']],
  ['Filters of cdr_in', 'did_number', '2026-04-16', ['optional']],
  ['Filters of cdr_out', 'voice_out_trunk.id', '2022-05-10', ['optional']],
  ['Filters of cdr_out', 'year', '2026-04-16', []],
  ['Columns of cdr_in', 'layout', '2026-04-16', ['22 columns']],
  ['Columns of cdr_in', 'Total (USD)', '2026-04-16', ['cost']],
  ['Columns of cdr_in', 'Termination Amount (USD)', '2021-12-15', ['cost']],
  ['Columns of cdr_in', 'Customer ID', '2021-12-15', ['yes']],
  ['Columns of cdr_out', 'CLI', '2021-12-15', ['hint']],
])('%s: %s of %s', (title, name, version, want) => {
  expect(cell(title, name, version)).toEqual(want)
})

test('an attribute of any alternative of the answer is listed', () => {
  expect(cell('Versions', 'attributes of an export', '2026-04-16')).toContain('external_reference_id')
  expect(cell('Versions', 'attributes of an export', '2021-12-15')).not.toContain('filters')
})

test('all readable columns are listed, also in Markdown', () => {
  for (const [version, types] of Object.entries(columns)) {
    for (const [type, known] of Object.entries(types as Record<string, readonly { column: string }[]>)) {
      for (const { column } of known) expect(cell(`Columns of ${type}`, column, version)).toHaveLength(1)
    }
  }
  expect(markdown).toContain('| Total (USD) |  |  | cost |')
  expect(markdown.match(/^## /gm)).toHaveLength(tables.length)
})
