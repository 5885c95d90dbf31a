import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type ApiVersion, apiVersions } from '../../generated/versions.js'
import { createAnyClient } from '../../src/create-exports-client.js'
import { formatInstant, parsePeriod } from '../../src/periods/period.js'
import { timeZoneOf } from '../../src/periods/time-zone.js'
import type { Manifest } from '../../src/pull/directory/manifest.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'

export const clientOf = async (bench: Sandbox, apiVersion: ApiVersion) => {
  const baseUrl = await bench.listen()
  const { apiKey, authUrl, clock } = bench
  return createAnyClient({ apiVersion, apiKey, authUrl, clock, baseUrl })
}

const startOf = (record: object): string => (record as { date_time_start_utc: string }).date_time_start_utc

/** The calls that a sandbox has between two instants, whatever the filters of the version. */
export const callsBetween = (
  { calls }: Sandbox,
  apiVersion: ApiVersion,
  export_type: string,
  { from, to }: { from: number; to: number },
): object[] => {
  const found: object[] = []
  const last = new Date(to - 1)
  for (let at = new Date(from); at <= last; at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))) {
    const [year, month] = [at.getUTCFullYear(), at.getUTCMonth() + 1]
    const two = (number: number): string => String(number).padStart(2, '0')
    const next = month === 12 ? `${year + 1}-01` : `${year}-${two(month + 1)}`
    const filters = apiVersion.startsWith('2026')
      ? { from: `${year}-${two(month)}-01 00:00:00`, to: `${next}-01 00:00:00` }
      : { year: String(year), month: String(month) }
    found.push(...calls({ export_type, apiVersion, filters }))
  }
  return found.filter((one) => startOf(one) >= formatInstant(from) && startOf(one) < formatInstant(to))
}

const inTurn = (one: object, other: object): number => (startOf(one) < startOf(other) ? -1 : 1)

/** Every version, and the types whose files say when a call started. */
const CASES = apiVersions.flatMap((version) => {
  const types = version === '2026-11-19' ? (['cdr_in'] as const) : (['cdr_in', 'cdr_out'] as const)
  return types.map((type) => ({ version, type }))
})

/** Pulls October and March of a zone, and two months after each, in every version. Call it in a test file. */
export const zoneSuite = (zone: string): void => {
  test.each(CASES)(
    `October and March of ${zone}, and two months after each, are pulled exactly: $type of $version`,
    async ({ version, type }) => {
      const dir = await mkdtemp(join(tmpdir(), 'didww-exports-zones-'))
      onTestFinished(() => rm(dir, { recursive: true }))
      for (const months of [
        ['2026-10', '2026-11', '2026-12'],
        ['2026-03', '2026-04', '2026-05'],
      ]) {
        const [first = '', , last = ''] = months
        const now = formatInstant(parsePeriod(first).to + 9 * 86_400_000)
        const sandbox = createSandbox({ seed: zone, now, rows: 400, pendingFor: 0, processingFor: 0 })
        const didww = await clientOf(sandbox, version)
        const pulled: object[] = []
        for (const period of months) {
          const month: object[] = []
          const selection = { export_type: type, period }
          for await (const call of didww.pull(selection, { dir: join(dir, first), timeZone: zone })) month.push(call)
          const wanted = callsBetween(sandbox, version, type, parsePeriod(period, timeZoneOf(zone)))
          expect(wanted.length).toBeGreaterThan(100)
          expect(month.toSorted(inTurn)).toEqual(wanted.toSorted(inTurn))
          pulled.push(...month)
          sandbox.advance('31d')
        }
        const { from, to } = parsePeriod(`${first}..${last}`, timeZoneOf(zone))
        const wanted = callsBetween(sandbox, version, type, { from, to })
        expect(pulled.toSorted(inTurn)).toEqual(wanted.toSorted(inTurn))
        const { files } = JSON.parse(await readFile(join(dir, first, 'manifest.json'), 'utf8')) as Manifest
        const narrowed = Object.values(files).filter(({ narrowed_by: by }) => by === 'date_time_start_utc')
        expect(narrowed).toHaveLength(version.startsWith('2026') ? 0 : 6)
        expect(Object.values(files).filter(({ outside }) => outside !== undefined)).toEqual([])
        await sandbox.close()
      }
    },
  )
}
