import { join, resolve } from 'node:path'
import type { ApiVersion, ExportType } from '../../api/types.js'
import { columnsOf } from '../../records/columns-of.js'
import { csvSource, csvValues, literal, name, pathLiteral, PIECES, typedValues } from '../../records/duckdb-sql.js'
import { expectationOf } from '../../records/expectation.js'
import type { AnyColumn, FileColumn } from '../../records/header.js'
import { headerOf } from '../../records/parquet.js'
import { type ManifestEntry, readHeld } from './manifest.js'

/** Files that DuckDB reads in one go, since they have the same columns. */
interface Source {
  readonly paths: string[]
  /** `SELECT` of the typed columns from these paths. */
  readonly select: (paths: string) => string
}

const FOLDERS = ['type', 'account', 'period']
const HIVE = [
  'filename = true',
  'hive_partitioning = true',
  // An account 007 is a name, not a number.
  `hive_types = {${FOLDERS.map((folder) => `${name(folder)}: VARCHAR`).join(', ')}}`,
]
/** Where a call belongs, beside its own columns. */
const PLACE = ['account', 'period', `regexp_extract(filename, 'dx1-[a-z2-7]{32}') AS unit_key`]

const anyColumns = ({ api_version, unit }: ManifestEntry): readonly AnyColumn[] =>
  columnsOf(api_version, unit.export_type as ExportType<ApiVersion>)

const select = (values: readonly string[], from: string): string =>
  `SELECT ${[...PLACE, ...values].join(',\n    ')}\n  FROM ${from}`

/** How a file is read, and a name that files with the same columns share. */
const sourceOf = async (dir: string, entry: ManifestEntry): Promise<{ same: string } & Pick<Source, 'select'>> => {
  const columns = anyColumns(entry)
  if (entry.format === 'csv.gz') {
    const exportType = entry.unit.export_type as ExportType<ApiVersion>
    const expected = expectationOf({ apiVersion: entry.api_version, exportType })
    const header: readonly FileColumn[] = await headerOf(join(dir, entry.path), expected)
    const values = csvValues(header, columns)
    return {
      same: JSON.stringify([entry.api_version, header]),
      select: (paths) => select(values, csvSource(paths, header, [...PIECES.one, ...HIVE])),
    }
  }
  const types = columns.map(({ property }) => `${name(property)}: 'VARCHAR'`)
  const ndjson = ["format = 'newline_delimited'", `columns = {${types.join(', ')}, other: 'MAP(VARCHAR, VARCHAR)'}`]
  const values = typedValues(columns, name)
  return entry.format === 'ndjson'
    ? {
        same: `ndjson ${entry.api_version}`,
        select: (paths) => select([...values, 'other'], `read_json(${[paths, ...ndjson, ...HIVE].join(', ')})`),
      }
    : {
        same: `parquet ${entry.api_version}`,
        select: (paths) => {
          const own = columns.map(({ property }) => name(property))
          return select(own, `read_parquet(${[paths, 'union_by_name = true', ...HIVE].join(', ')})`)
        },
      }
}

const viewOf = async (dir: string, exportType: string, entries: readonly ManifestEntry[]): Promise<string> => {
  const sources = new Map<string, Source>()
  for (const entry of entries) {
    const { same, select } = await sourceOf(dir, entry)
    const source = sources.get(same) ?? { paths: [], select }
    source.paths.push(pathLiteral(resolve(dir, entry.path)))
    sources.set(same, source)
  }
  const selects = [...sources.values()].map(({ paths, select }) => `  ${select(`[${paths.join(', ')}]`)}`)
  return `CREATE OR REPLACE VIEW ${name(exportType)} AS\n${selects.join('\n  UNION ALL BY NAME\n')};\n`
}

/** What is held, as a view: which file has the calls of which unit, and whether they may still change. */
const unitsView = (entries: readonly (readonly [string, ManifestEntry])[]): string => {
  const rows = entries.map(([key, { unit, rows, provisional, api_version, pulled_at }]) =>
    [
      literal(key),
      literal(unit.account),
      literal(unit.export_type),
      `TIMESTAMP ${literal(unit.from)}`,
      `TIMESTAMP ${literal(unit.to)}`,
      String(rows),
      String(provisional),
      literal(api_version),
      `TIMESTAMP ${literal(pulled_at)}`,
    ].join(', '),
  )
  const columns = 'unit_key, account, export_type, "from", "to", calls, provisional, api_version, pulled_at'
  return `CREATE OR REPLACE VIEW units AS\n  SELECT * FROM (VALUES\n    (${rows.join('),\n    (')})) AS held(${columns});\n`
}

/**
 * SQL that makes a view of DuckDB for each export type in a directory of `pull`, and one of its units. Every column has
 * the type that the spec gives it, so telephone numbers keep their zeros and signs, amounts every digit; files of
 * different layouts and formats are put together by the name of the column.
 *
 * @throws {ConfigurationError} `nothing_held`, when the directory holds no calls.
 */
export const duckdbViews = async (dir: string): Promise<string> => {
  const held = [...(await readHeld(dir))].sort(([, one], [, other]) => (one.path < other.path ? -1 : 1))
  const types = new Map<string, ManifestEntry[]>()
  for (const [, entry] of held) types.set(entry.unit.export_type, [...(types.get(entry.unit.export_type) ?? []), entry])
  const views = await Promise.all([...types].map(([type, entries]) => viewOf(dir, type, entries)))
  return [...views, unitsView(held)].join('\n')
}
