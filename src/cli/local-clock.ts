import { startColumnOf } from '../api/start-column.js'
import type { ApiVersion, ExportType } from '../api/types.js'
import { createLocalTime } from '../periods/local-time.js'
import type { TimeZone } from '../periods/time-zone.js'
import type { columnsOf } from '../records/columns-of.js'
import type { LocalColumn } from '../records/duckdb-sql.js'

type CallRecord = Readonly<Record<string, unknown>>

/** The property with the start of a call for the clocks of a zone. */
export const LOCAL_TIME = 'local_time'

/** Shows the times of calls, which are in UTC, as the clocks of a zone show them. */
export class LocalClock {
  readonly #zone: TimeZone
  /** Turns a time in ISO 8601 in UTC into what the clocks show. */
  readonly show: (utc: string) => string

  constructor(zone: TimeZone) {
    this.#zone = zone
    this.show = createLocalTime(zone)
  }

  /** The header of a CSV file, which then names the zone that its times are of. */
  header(line: string): string {
    return line.replaceAll('(UTC)', `(${this.#zone.id})`)
  }

  /** A record with all its times as the clocks show them. */
  inLocalTime(record: CallRecord, columns: ReturnType<typeof columnsOf>): CallRecord {
    const times = columns.filter(({ kind }) => kind === 'timestamp').map(({ property }) => property)
    return { ...record, ...Object.fromEntries(times.map((property) => [property, this.#shown(record[property])])) }
  }

  /** A record as it is, and the start of the call as the clocks show it, after everything else. */
  withLocalTime(record: CallRecord, apiVersion: ApiVersion, exportType: ExportType<ApiVersion>): CallRecord {
    const start = record[startColumnOf(apiVersion, exportType) ?? '']
    return { ...record, [LOCAL_TIME]: typeof start === 'string' ? this.show(start) : null }
  }

  /** The same as a column of a Parquet file, where a call has a start. */
  column(apiVersion: ApiVersion, exportType: ExportType<ApiVersion>): LocalColumn | undefined {
    const property = startColumnOf(apiVersion, exportType)
    return property === undefined ? undefined : { name: LOCAL_TIME, property, zone: this.#zone }
  }

  #shown(value: unknown): unknown {
    return typeof value === 'string' ? this.show(value) : value
  }
}
