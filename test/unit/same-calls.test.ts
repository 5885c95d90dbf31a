import { afterAll, expect, test } from 'vitest'
import { type ApiVersion, apiVersions } from '../../generated/versions.js'
import { attributesFor } from '../../src/client/attributes-for.js'
import { parsePeriod } from '../../src/client/period.js'
import { columnsOf } from '../../src/index.js'
import { createAnyClient } from '../../src/create-exports-client.js'
import { createSandbox } from '../../src/sandbox/index.js'

const sandbox = createSandbox({ seed: 11, now: '2026-11-20T12:00:00Z', rows: 400 })
const period = parsePeriod('2026-10')
const trunk = sandbox.trunks[0]?.id ?? ''

/** What the columns of one version are called in another. */
const SAME: Record<string, Record<string, string>> = {
  cdr_in: { destination_did: 'did', duration_sec: 'duration_secs', source_number: 'source' },
  cdr_out: { destination_number: 'destination', call_duration_sec: 'duration_secs' },
}
const COMPARED: Record<string, string[]> = {
  cdr_in: ['date_time_start_utc', 'source', 'did', 'duration_secs', 'disconnect_code', 'destination', 'response'],
  cdr_out: ['date_time_start_utc', 'source', 'cli', 'destination', 'duration_secs', 'disconnect_code'],
}

/** What of the compared columns a version knows by now. */
const knownOf = (apiVersion: ApiVersion, type: 'cdr_in' | 'cdr_out'): string[] => {
  const names = columnsOf(apiVersion, type).map(({ property }) => SAME[type]?.[property] ?? property)
  return (COMPARED[type] ?? []).filter((name) => names.includes(name))
}

const pulled = async (apiVersion: ApiVersion, type: 'cdr_in' | 'cdr_out'): Promise<unknown[][]> => {
  const { apiKey, clock } = sandbox
  const baseUrl = await sandbox.listen()
  const didww = createAnyClient({ apiVersion, apiKey, clock, baseUrl, authUrl: sandbox.authUrl })
  const attributes = attributesFor(apiVersion, type, { period, ...(type === 'cdr_out' && { trunk }) })
  const rows: unknown[][] = []
  for await (const call of didww.pull(attributes)) {
    const named = Object.entries(call).map(([name, value]) => [SAME[type]?.[name] ?? name, value as unknown] as const)
    const values = Object.fromEntries(named)
    rows.push((COMPARED[type] ?? []).map((name) => values[name]))
  }
  return rows
}

afterAll(() => sandbox.close())

test.each(['cdr_in', 'cdr_out'] as const)('a month of %s gives the same calls under every version', async (type) => {
  const [first = [], ...others] = await Promise.all(apiVersions.map((version) => pulled(version, type)))
  expect(first.length).toBeGreaterThan(50)
  expect(first.flat().filter((value) => value === undefined)).toEqual([])
  for (const [index, other] of others.entries()) {
    const version = apiVersions[index + 1] ?? apiVersions[0]
    const known = knownOf(version as ApiVersion, type)
    const of = (rows: unknown[][]): unknown[][] =>
      rows.map((row) => row.filter((_, column) => known.includes(COMPARED[type]?.[column] ?? '')))
    expect(of(other), version).toEqual(of(first))
    console.log(`${type}: ${other.length} calls in ${known.length} columns, the same under ${version ?? ''}`)
  }
  // Only the newest version is known in part; the others have every column that is compared.
  for (const version of apiVersions.slice(0, -1)) expect(knownOf(version, type), version).toEqual(COMPARED[type])
})
