import { join } from 'node:path'
import type { ApiVersion, CompletedExport, CreateAttributes, ExportRecord, ExportType } from '../../api/types.js'
import type { RequestOptions } from '../../client/options.js'
import type { Settings } from '../../client/settings.js'
import { filterNames, noSuchType } from '../../api/export-types.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { resolvePeriod } from '../../periods/named-period.js'
import { parsePeriod } from '../../periods/period.js'
import { piecesFor } from '../../periods/periods-for.js'
import { type TimeZone, timeZoneOf } from '../../periods/time-zone.js'
import { createTemporaryFolder } from '../../disk/temporary-folder.js'
import type { DownloadOptions } from '../../files/download.js'
import { decodeRecords } from '../../records/decode-records.js'
import { eachRecord, lazyRecords, type Records } from '../../records/records.js'
import type { PullClient, StepClient } from '../machine/context.js'
import { refuseReference, unitOf } from '../units/unit-of.js'
import { type CheckedUnit, createUnit } from '../units/unit.js'
import { type PullOptions, pullUnits } from './pull-unit.js'

/** How to pull records. */
export interface PullRecordsOptions extends Omit<PullOptions, 'format'>, RequestOptions {
  /**
   * Directory that keeps what was pulled, so that another run can go on from there.
   * @default a temporary one that is removed when the loop ends
   */
  readonly dir?: string | undefined
  /**
   * Whose months and days a `period` is: a name such as `Europe/Kyiv`, an offset such as `+02:00`, or `local`.
   * @default 'UTC'
   */
  readonly timeZone?: string | undefined
}

/** What to pull, in place of filters: a period that is the same in every version, and what has to match besides. */
export type PeriodSelection<V extends ApiVersion, T extends ExportType<V> = ExportType<V>> = {
  readonly export_type: T
  /** `2026-10`, `2026-10-05`, `FROM..TO`, or `this-month`, `last-month`, `today`, `yesterday`. */
  readonly period: string
  /** Only calls to this DID, where the type has such a filter. */
  readonly did?: string | undefined
  /** Only calls through this trunk, where the type has such a filter. */
  readonly trunk?: string | undefined
  readonly filters?: undefined
} & Omit<CreateAttributes<V, T>, 'export_type' | 'filters'>

/** How to download the file of an export before its records are read. */
export type RecordsOptions = Omit<DownloadOptions, 'to' | 'overwrite' | 'follow'>

type Client<V extends ApiVersion> = Pick<StepClient<V>, 'apiVersion' | 'download'>

/** The records of a pull. No request is sent before the first one is read. */
export const pullRecords =
  <V extends ApiVersion>(client: Client<V> & PullClient, { clock, random }: Settings<V>) =>
  <T extends ExportType<V>>(
    attributes: CreateAttributes<V, T> | PeriodSelection<V, T>,
    options: PullRecordsOptions = {},
  ): Records<ExportRecord<V, T>> => {
    const { apiVersion } = client
    const { export_type: exportType } = attributes as { export_type: T }
    return lazyRecords(options.signal, async () => {
      const { dir: given, timeout, totalTimeout, maxRetries, headers, account = 'default', timeZone, ...rest } = options
      const zone = timeZoneOf(timeZone)
      const { units, extraAttributes } = isSelection(attributes)
        ? selected(apiVersion, account, attributes, resolvePeriod(attributes.period, clock.now(), zone), zone)
        : filtered(apiVersion, account, attributes, timeZone)
      const { path: dir, remove } =
        given === undefined ? await createTemporaryFolder() : { path: given, remove: undefined }
      try {
        const configured = withRequestOptions(client, { timeout, totalTimeout, maxRetries, headers })
        const pulled = await pullUnits(units, {
          client: configured,
          clock,
          random,
          dir,
          extraAttributes,
          options: rest,
        })
        const files = pulled.map(({ path }) => decodeRecords(join(dir, path), { apiVersion, exportType }))
        return { records: inOrder(files), close: remove }
      } catch (error) {
        await remove?.()
        throw error
      }
    })
  }

interface Requested {
  readonly units: readonly CheckedUnit[]
  readonly extraAttributes: object
}

const isSelection = <V extends ApiVersion, T extends ExportType<V>>(
  attributes: CreateAttributes<V, T> | PeriodSelection<V, T>,
): attributes is PeriodSelection<V, T> => (attributes as { period?: unknown }).period !== undefined

/** The unit of a create request's filters. */
const filtered = <V extends ApiVersion, T extends ExportType<V>>(
  apiVersion: V,
  account: string,
  attributes: CreateAttributes<V, T>,
  timeZone: string | undefined,
): Requested => {
  if (timeZone !== undefined) throw invalid('timeZone needs a period instead of filters', 'Filters are in UTC.')
  const { export_type, filters, ...extraAttributes } = attributes as { export_type: T; filters?: unknown }
  return { units: [unitOf(apiVersion, account, attributes)], extraAttributes }
}

/** The units of a period, as few as the version needs. */
const selected = <V extends ApiVersion, T extends ExportType<V>>(
  apiVersion: V,
  account: string,
  selection: PeriodSelection<V, T>,
  resolved: string,
  zone: TimeZone | undefined,
): Requested => {
  const {
    export_type,
    period: _,
    did,
    trunk,
    filters,
    ...extraAttributes
  } = selection as Omit<typeof selection, 'filters'> & {
    filters?: unknown
  }
  if (filters !== undefined) throw invalid('A pull has either a period or filters')
  refuseReference(apiVersion, selection)
  const filter = Object.fromEntries(Object.entries({ did, trunk }).filter(([, value]) => value !== undefined))
  const names = filterNames(apiVersion, String(export_type))
  if (!names) throw noSuchType(String(export_type), [apiVersion])
  const other = Object.keys(filter).find((meaning) => !Object.hasOwn(names, meaning))
  if (other !== undefined) throw invalid(`${String(export_type)} of ${apiVersion} has no filter for a ${other}`)
  const period = parsePeriod(resolved, zone)
  const pieces = piecesFor(apiVersion, export_type, period, zone)
  const units = pieces.map((piece) => createUnit({ account, export_type, period: piece, filter }))
  return { units, extraAttributes }
}

const invalid = (what: string, hint?: string): ConfigurationError =>
  new ConfigurationError('invalid_option', what, { hint })

/** The records of several files, one file after the other. */
const inOrder = <R>(files: readonly Records<R>[]): Records<R> => {
  const batches = async function* (): AsyncGenerator<R[], void, undefined> {
    for (const file of files) yield* file.batches()
  }
  return { batches, [Symbol.asyncIterator]: () => eachRecord(batches()) }
}

/** The records of a completed export, read from a verified file in a temporary directory. */
export const exportRecords =
  <V extends ApiVersion>(client: Client<V>) =>
  <T extends ExportType<V>>(done: CompletedExport<V, T>, options: RecordsOptions = {}): Records<ExportRecord<V, T>> => {
    const { apiVersion } = client
    const { export_type: exportType } = done as unknown as { export_type: T }
    return lazyRecords(options.signal, async () => {
      const { path: dir, remove } = await createTemporaryFolder()
      try {
        const { path } = await client.download(done, { ...options, to: join(dir, 'cdrs.csv.gz') })
        return { records: decodeRecords(path, { apiVersion, exportType }), close: remove }
      } catch (error) {
        await remove()
        throw error
      }
    })
  }

/** The same client, with options for each of its requests. */
const withRequestOptions = (client: PullClient, given: RequestOptions): PullClient => {
  const { create, retrieve, list, download } = client as StepClient
  const own: Pick<StepClient, 'create' | 'retrieve' | 'list' | 'download'> = {
    create: (attributes, options) => create(attributes, { ...given, ...options }),
    retrieve: (id, options) => retrieve(id, { ...given, ...options }),
    list: (query, options) => list(query, { ...given, ...options }),
    download: (done, options) => download(done, { ...given, ...options }),
  }
  return { ...client, ...own }
}
