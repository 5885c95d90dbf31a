import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { facts } from '../../generated/facts.js'
import { apiVersions } from '../../generated/versions.js'
import type { ApiVersion, ExportType } from '../api/types.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { ExportsError } from '../errors/exports-error.js'
import { printable } from '../errors/printable.js'
import { RecordFormatError } from '../errors/record-format-error.js'
import { readHeld } from '../pull/directory/manifest.js'
import { columnsOf } from '../records/columns-of.js'
import { headerNames } from '../records/first-rows.js'
import { layoutsThatFit, otherForm } from '../records/layout.js'
import { givenVersion, versionOf } from './connection.js'
import { type CallFile, firstNames, readAs, type Reading, recordsIn } from '../records/call-file.js'
import { exportTypeOf } from './selection.js'

/** What the command line says of the files. */
interface Given {
  readonly type?: string | undefined
  readonly apiVersion?: string | undefined
}

/**
 * The files that paths name: files, or directories of `pull`, of one export type or of all.
 *
 * @throws {ConfigurationError} `nothing_held`, when a directory has no calls, or none of the type.
 * @throws {RecordFormatError} `unknown_layout`, when nobody says what a file is and its header does not either.
 */
export const callFilesOf = async (paths: readonly string[], given: Given): Promise<CallFile[]> => {
  const found: CallFile[] = []
  for (const path of paths) {
    const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false
    found.push(...(isFolder ? await heldIn(path, given) : [await naming(path, () => fileAt(path, given))]))
  }
  return found
}

const heldIn = async (dir: string, { type, apiVersion }: Given): Promise<CallFile[]> => {
  const version = apiVersion === undefined ? undefined : versionOf(apiVersion)
  const files = [...(await readHeld(dir))]
    .filter(
      ([, { unit, api_version }]) =>
        (type ?? unit.export_type) === unit.export_type && (version ?? api_version) === api_version,
    )
    .map(([key, { path, format, api_version, unit }]): CallFile => ({
      path: join(dir, path),
      format: readAs(format),
      apiVersion: api_version,
      exportType: unit.export_type as ExportType<ApiVersion>,
      account: unit.account,
      key,
    }))
  if (files.length > 0) return files.sort((one, other) => (one.path < other.path ? -1 : 1))
  throw new ConfigurationError(
    'nothing_held',
    `${dir} holds no calls of ${[type, version].filter(Boolean).join(' of ')}`,
  )
}

const formatOf = (path: string): CallFile['format'] => {
  if (path.endsWith('.ndjson')) return 'ndjson'
  return path.endsWith('.parquet') ? 'parquet' : 'csv'
}

const fileAt = async (path: string, { type, apiVersion }: Given): Promise<CallFile> => {
  const format = formatOf(path)
  const version = givenVersion(apiVersion)
  if (type !== undefined && version !== undefined) {
    return { path, format, apiVersion: version, exportType: exportTypeOf(version, type) }
  }
  const kinds = format === 'csv' ? await kindsByHeader(path) : await kindsByNames(path, format)
  const fitting = kinds.filter((one) => (type ?? one.type) === one.type && (version ?? one.version) === one.version)
  const [first] = fitting
  const types = new Set(fitting.map((one) => one.type))
  if (first && types.size === 1) return { path, format, apiVersion: first.version, exportType: first.type }
  if (type !== undefined) {
    const apiVersion = versionOf(undefined)
    return { path, format, apiVersion, exportType: exportTypeOf(apiVersion, type) }
  }
  const which = types.size > 1 ? `can be of ${[...types].join(' or ')}` : 'fits no layout that is known'
  throw new RecordFormatError('unknown_layout', `The header ${which}`, {
    line: 1,
    hint: 'Say what the file is with --type and --api-version.',
  })
}

interface Kind {
  readonly version: ApiVersion
  readonly type: ExportType<ApiVersion>
}

/** What a CSV file can be. A layout that is known in part fits many files, so a whole one goes before. */
const kindsByHeader = async (path: string): Promise<Kind[]> => {
  const names = (await headerNames(path)) ?? []
  const form = otherForm(names)
  if (form) throw form
  const fits = layoutsThatFit(new Set(names))
  const whole = fits.filter(({ layout }) => layout.known === 'whole')
  return (whole.length > 0 ? whole : fits).map(({ version, type }) => ({ version, type }) as Kind)
}

const typesOf = (version: ApiVersion): ExportType<ApiVersion>[] =>
  Object.keys(facts[version].filters) as ExportType<ApiVersion>[]

/** What NDJSON or Parquet can be, by the names of its members. */
const kindsByNames = async (path: string, format: 'ndjson' | 'parquet'): Promise<Kind[]> => {
  const names = new Set(await firstNames(path, format))
  names.delete('other')
  return apiVersions.flatMap((version) =>
    typesOf(version)
      .filter((type) => {
        const columns = columnsOf(version, type)
        return (
          columns.length > 0 && columns.length === names.size && columns.every(({ property }) => names.has(property))
        )
      })
      .map((type) => ({ version, type })),
  )
}

/** Names the file in an error that comes from it. */
export const naming = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    const shown = printable(path, 300)
    if (error instanceof ExportsError && !error.message.includes(shown)) error.message = `${shown}: ${error.message}`
    throw error
  }
}

/** The records of files in turn, in batches. An error names the file that it comes from. */
export async function* batchesOf(
  files: readonly CallFile[],
  signal: AbortSignal,
  reading?: Reading,
): AsyncGenerator<Record<string, unknown>[], void, undefined> {
  for (const file of files) {
    const batches = recordsIn(file, signal, reading)[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await naming(file.path, () => batches.next())
        if (next.done) break
        signal.throwIfAborted()
        yield next.value
      }
    } finally {
      await batches.return?.()
    }
  }
}

/** @throws {ConfigurationError} when the files are of several versions, whose columns differ. */
export const checkOneVersion = (files: readonly CallFile[], hint: string): void => {
  const versions = [...new Set(files.map(({ apiVersion }) => apiVersion))]
  if (versions.length === 1) return
  throw new ConfigurationError('invalid_option', `The files are of ${versions.join(' and ')}, whose columns differ`, {
    hint,
  })
}

/** What is said where only one export type can be written. */
export const severalTypes = (types: Iterable<string>, hint: string): ConfigurationError =>
  new ConfigurationError('invalid_option', `There are calls of ${[...types].join(' and ')}`, { hint })

/** The files of each export type. */
export const byType = (files: readonly CallFile[]): ReadonlyMap<string, readonly CallFile[]> => {
  const types = new Map<string, CallFile[]>()
  for (const file of files) types.set(file.exportType, [...(types.get(file.exportType) ?? []), file])
  return types
}
