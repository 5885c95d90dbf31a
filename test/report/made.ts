import { readFile, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import type { ReportData } from '../../src/cli/report/data.js'
import { columnsOf } from '../../src/records/columns-of.js'
import { cli } from '../helpers/cli.js'

export const HEADER = columnsOf('2021-12-15', 'cdr_in').map(({ column }) => column)

/** A call with a start, a source, a DID, a code, seconds and a charge; answered with code 200. */
export interface MadeCall {
  readonly start: string
  readonly source: string
  readonly did: string
  readonly code?: string
  readonly seconds?: number
  readonly charge: string
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const row = ({ start, source, did, code = '200', seconds = 60, charge }: MadeCall): string => {
  const cells: Record<string, string> = {
    'Date/Time Start (UTC)': start,
    'Date/Time Connect (UTC)': code === '200' ? start : '',
    Source: source,
    DID: did,
    'Duration (secs)': code === '200' ? String(seconds) : '0',
    'Disconnect Code': code,
    Response: code === '200' ? 'Bye' : 'Busy Here',
    'TollFree Amount (USD)': charge,
    'Termination Amount (USD)': '0',
    'Metered Channels Amount (USD)': '0',
  }
  return HEADER.map((name) => cell(cells[name] ?? '')).join(',')
}

/** Writes a file of inbound calls of 2021-12-15. */
export const writeCalls = (path: string, calls: readonly MadeCall[]): Promise<void> =>
  writeFile(path, gzipSync(`${[HEADER.join(','), ...calls.map(row)].join('\n')}\n`))

/** Makes a report; gives its page and the data in it. */
export const report = async (
  to: string,
  args: readonly string[],
): Promise<{ readonly html: string; readonly data: ReportData; readonly stderr: string }> => {
  const { code, stdout, stderr } = await cli(['report', ...args, '--out', to, '--force'])
  expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: '' })
  const html = await readFile(to, 'utf8')
  const [, json = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? []
  return { html, data: JSON.parse(json) as ReportData, stderr }
}
