import { startColumnOf } from '../api/start-column.js'
import type { ApiVersion, ExportType } from '../api/types.js'
import { formatInstant, type Period } from '../periods/period.js'
import { columnsOf } from './columns-of.js'
import type { RowGroup } from './row-group.js'
import type { CreateSink } from './row-sink.js'

/** Bytes of `YYYY-MM-DDTHH:MM:SS`. */
const LENGTH = 19

/**
 * Counts the calls of a file that start outside a period, as they are read. The API was asked for the period only, so
 * there should be none; nobody knows by which time it chooses them.
 */
export class PeriodWatch {
  outside = 0
  readonly #property: string
  readonly #place: number
  readonly #from: string
  readonly #to: string

  private constructor(property: string, place: number, { from, to }: Period) {
    this.#property = property
    this.#place = place
    this.#from = formatInstant(from)
    this.#to = formatInstant(to)
  }

  /** Undefined where no column says when a call started. */
  static for(
    apiVersion: ApiVersion,
    exportType: ExportType<ApiVersion>,
    period: Period | undefined,
  ): PeriodWatch | undefined {
    const property = startColumnOf(apiVersion, exportType)
    if (property === undefined || period === undefined) return undefined
    const place = columnsOf(apiVersion, exportType).findIndex((one) => one.property === property)
    return new PeriodWatch(property, place, period)
  }

  /** Looks at the rows before they come to a sink. */
  before<T>(create: CreateSink<T>): CreateSink<T> {
    const [from, to] = [Buffer.from(this.#from), Buffer.from(this.#to)]
    return (columns) => {
      const sink = create(columns)
      return {
        add: (group: RowGroup) => {
          if (group.isTimestamp(this.#place)) {
            const at = group.start(this.#place)
            if (isLess(group.bytes, at, from) || !isLess(group.bytes, at, to)) this.outside += 1
          }
          sink.add(group)
        },
        take: () => sink.take(),
      }
    }
  }

  /** Looks at records. */
  see(records: readonly object[]): void {
    for (const record of records) {
      const start = (record as Record<string, unknown>)[this.#property]
      if (typeof start === 'string' && (start < this.#from || start >= this.#to)) this.outside += 1
    }
  }
}

/** Whether a time at a place is before another one. */
const isLess = (bytes: Uint8Array, at: number, other: Uint8Array): boolean => {
  for (let i = 0; i < LENGTH; i++) {
    const difference = (bytes[at + i] ?? 0) - (other[i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
