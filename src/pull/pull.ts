import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiVersion } from '../../generated/versions.js'
import { millisecondsOf } from '../client/settings.js'
import type { ExportType } from '../client/types.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { sha256Of } from '../files/sha256-of.js'
import { commit } from './commit.js'
import { lockDirectory } from './lock.js'
import {
  checkOverlap,
  FORMATS,
  otherOrigin,
  type Manifest,
  type ManifestEntry,
  type PullFormat,
  readManifest,
  writeManifest,
} from './manifest.js'
import { FINALITY } from './pull-options.js'
import { advance, type PullContext } from './steps.js'
import { periodName, periodOf, unitKey } from './unit.js'
import { readState, spoolPath, type UnitState, writeState } from './old-state.js'

/** The outcome of a pull. */
export interface Pulled extends ManifestEntry {
  readonly key: string
  /** Whether nothing had to be done, and no request was made. */
  readonly already: boolean
  /** Creates of which it is not known whether they made an export. */
  readonly possible_orphans: number
}

/** Where the file of a unit lies below the directory. */
const targetPath = <V extends ApiVersion>({ unit }: PullContext<V>, key: string, format: PullFormat): string =>
  join(`type=${unit.export_type}`, `account=${unit.account}`, `period=${periodName(unit)}`, `${key}.${format}`)

/** Whether what the manifest says is still there. */
const isPresent = async (dir: string, { path, bytes }: ManifestEntry): Promise<boolean> =>
  (await stat(join(dir, path)).catch(() => undefined))?.size === bytes

/**
 * Pulls one unit into a directory: creates its export, waits, downloads, verifies, converts. Run again
 * it goes on where it was, or says that it is done without a request. A period that may still get calls
 * is pulled anew, and replaced.
 *
 * @param origin - Origin of the API, remembered by the directory.
 */
export const pullUnit = async <V extends ApiVersion>(context: PullContext<V>, origin: string): Promise<Pulled> => {
  const { dir, unit, options, client } = context
  checkContext(context)
  const key = unitKey(unit)
  const format = options.format ?? 'csv.gz'
  await using _lock = await lockDirectory(join(dir, '.didww', 'lock'))
  const manifest = await readManifest(dir, origin)
  checkOverlap(manifest, unit)
  const present = Object.hasOwn(manifest.files, key) ? manifest.files[key] : undefined
  const before = await readState(dir, key)
  if (before && before.step !== 'done' && before.origin !== origin) throw otherOrigin(dir, before.origin, origin)
  // What the manifest vouches for stands, also when a later attempt to refresh it has failed.
  const isFinal = present && !present.provisional && present.format === format && (await isPresent(dir, present))
  if (isFinal && !options.refresh) {
    return { ...present, key, already: true, possible_orphans: before?.possible_orphans ?? 0 }
  }
  const first = {
    key,
    generation: 1,
    api_version: client.apiVersion,
    origin,
    step: 'planned',
    possible_orphans: 0,
  } as const
  let state = before ? await goOn(context, before, first) : first
  while (state.step !== 'downloaded') state = await advance(context, state)
  const entry = await settle(context, state, manifest, targetPath(context, key, format))
  if (present && present.path !== entry.path) await rm(join(dir, present.path), { force: true })
  return { ...entry, key, already: false, possible_orphans: state.possible_orphans }
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

const invalid = (what: string): ConfigurationError => new ConfigurationError('invalid_option', what)

/** Checks before the first request what would otherwise fail after it. */
const checkContext = <V extends ApiVersion>({ dir, unit, options }: PullContext<V>): void => {
  const { finality = FINALITY, maxWait, format = 'csv.gz' } = options
  if (typeof dir !== 'string' || dir === '') throw invalid('dir must be the name of a directory')
  if (!NAME.test(unit.account)) throw invalid('account must be a name of letters, digits, dots, dashes and underlines')
  if (!(finality >= 0)) throw invalid('finality must be a number of milliseconds, 0 or more')
  if (maxWait !== undefined) millisecondsOf('maxWait', maxWait)
  if (!FORMATS.includes(format)) throw invalid(`format must be one of ${FORMATS.join(', ')}`)
}

/**
 * The state to go on from. An attempt belongs to its version; a finished one is followed by the next
 * generation, and so is one whose file is there but is to be refreshed.
 */
const goOn = async <V extends ApiVersion>(
  { dir, options }: PullContext<V>,
  before: UnitState,
  first: UnitState,
): Promise<UnitState> => {
  const { generation, possible_orphans } = before
  const isOver = before.step === 'done' || (before.step === 'downloaded' && options.refresh === true)
  if (isOver || before.api_version !== first.api_version)
    return { ...first, generation: generation + 1, possible_orphans }
  if (before.step !== 'downloaded') return before
  const digest = await sha256Of(spoolPath(dir, before)).catch(() => undefined)
  return digest === before.sha256 ? before : { ...before, step: 'waiting' }
}

/** Puts the file under its name, then says so in the manifest, then in the state. */
const settle = async <V extends ApiVersion>(
  { client, clock, dir, unit, options, attributes }: PullContext<V>,
  state: UnitState,
  manifest: Manifest,
  path: string,
): Promise<ManifestEntry> => {
  const { apiVersion } = client
  const { export_type: exportType } = attributes as { export_type: ExportType<V> }
  const format = options.format ?? 'csv.gz'
  const onRows = (rows: number): void => options.onProgress?.({ step: 'reading', rows })
  const spooled = {
    path: spoolPath(dir, state),
    sha256: state.sha256 ?? '',
    apiVersion,
    exportType,
    onRows,
    signal: options.signal,
  }
  const committed = await commit(spooled, join(dir, path), format)
  const askedAt = Date.parse(state.asked_at ?? '')
  const entry: ManifestEntry = {
    unit,
    path,
    format,
    ...committed,
    generation: state.generation,
    provisional: !(periodOf(unit).to <= askedAt - (options.finality ?? FINALITY)),
    api_version: apiVersion,
    export_id: state.export_id ?? '',
    pulled_at: new Date(clock.now()).toISOString(),
  }
  await writeManifest(dir, { ...manifest, files: { ...manifest.files, [state.key]: entry } })
  await writeState(dir, { ...state, step: 'done' })
  await rm(spooled.path, { force: true })
  return entry
}
