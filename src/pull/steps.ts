import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { CreateAttributes, ExportType } from '../client/types.js'
import { AmbiguousCreateError } from '../errors/ambiguous-create-error.js'
import { ExportsError } from '../errors/exports-error.js'
import { NotFoundError } from '../errors/not-found-error.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { VersionMismatchError } from '../errors/version-mismatch-error.js'
import { createFolderOf } from '../files/storage.js'
import type { Clock } from '../http/clock.js'
import type { VersionedClient } from '../versioned-client.js'
import { findOwn } from './find-own.js'
import { orderFor } from './order.js'
import type { PullOptions } from './pull-options.js'
import { periodOf, type Unit } from './unit.js'
import { spoolPath, type UnitState, writeState } from './old-state.js'
import { checkWindow } from './window.js'

/** What the steps of one unit work with. */
export interface PullContext<V extends ApiVersion> {
  readonly client: Pick<
    VersionedClient<V>,
    'apiVersion' | 'create' | 'list' | 'retrieve' | 'waitUntilCompleted' | 'download'
  >
  readonly clock: Clock
  readonly dir: string
  readonly unit: Unit
  readonly attributes: CreateAttributes<V, ExportType<V>>
  readonly options: PullOptions
}

/** How often an export may vanish, or its creation stay unknown, before that is an error. */
const MAX_CREATES = 3

/** Asks for the export: the intent is on disk before the request, the id after it. */
const create = async <V extends ApiVersion>(
  context: PullContext<V>,
  state: UnitState,
  creates = 1,
): Promise<UnitState> => {
  const { client, clock, dir, unit, attributes, options } = context
  checkWindow(periodOf(unit), facts[client.apiVersion].window.previousMonths, clock.now())
  options.onProgress?.({ step: 'creating' })
  // Finds out which version answers while nothing has been created yet.
  await client.list(undefined, { signal: options.signal })
  const intent: UnitState = { ...state, step: 'creating', asked_at: new Date(clock.now()).toISOString() }
  await writeState(dir, intent)
  try {
    const order = orderFor(client.apiVersion, attributes, unit, intent, clock.now())
    const { id } = await client.create(order, { signal: options.signal })
    return { ...intent, step: 'waiting', export_id: id }
  } catch (error) {
    // Refused, so there is no export that could be an orphan.
    if (isSurelyNotCreated(error)) await writeState(dir, planned(state))
    if (!(error instanceof AmbiguousCreateError) || creates === MAX_CREATES) throw error
    return adoptOrCreate(context, intent, clock.now(), creates + 1)
  }
}

/** Refused, or never sent. A caller's abort tells nothing. */
const isSurelyNotCreated = (error: unknown): boolean =>
  error instanceof ExportsError && !(error instanceof AmbiguousCreateError) && !(error instanceof VersionMismatchError)

/**
 * Goes on after a create of which it is not known whether it happened. An export that carries the
 * unit's own reference is the one; where there are no references none can be proved ours, and a second
 * export is harmless.
 *
 * @param since - When the create was given up.
 */
const adoptOrCreate = async <V extends ApiVersion>(
  context: PullContext<V>,
  intent: UnitState,
  since: number,
  creates?: number,
): Promise<UnitState> => {
  const [own, ...others] = await findOwn(context, intent, since)
  const orphans = intent.possible_orphans + (own ? others.length : 1)
  const known = { ...intent, possible_orphans: orphans }
  return own ? { ...known, step: 'waiting', export_id: own.id } : create(context, known, creates)
}

/** Waits for the export and brings its file to disk. */
const fetchFile = async <V extends ApiVersion>(
  { client, dir, unit, options: { signal, maxWait, onProgress } }: PullContext<V>,
  state: UnitState & { export_id: string },
): Promise<UnitState> => {
  const { export_id } = state
  const done = await client.waitUntilCompleted(export_id, {
    signal,
    maxWait,
    onPoll: ({ status }) => onProgress?.({ step: 'waiting', export_id, status }),
  })
  if (done.id !== export_id || done.export_type !== unit.export_type) throw otherExport(export_id, done)
  const to = spoolPath(dir, state)
  await createFolderOf(to)
  const { sha256 } = await client.download(done, {
    to,
    overwrite: true,
    signal,
    onProgress: (progress) => onProgress?.({ step: 'downloading', export_id, ...progress }),
  })
  return { ...state, step: 'downloaded', sha256 }
}

/** Another export's file under this unit's name would be a wrong bill. */
const otherExport = (asked: string, { id, export_type }: { id: string; export_type: unknown }): ProtocolError =>
  new ProtocolError('unexpected_shape', `Export ${asked} was asked for, ${String(export_type)} ${id} was answered`, {
    status: 200,
  })

/** One step towards a file on disk; what it gives is on disk too. */
export const advance = async <V extends ApiVersion>(context: PullContext<V>, state: UnitState): Promise<UnitState> => {
  const next = await step(context, state)
  await writeState(context.dir, next)
  return next
}

const step = async <V extends ApiVersion>(context: PullContext<V>, state: UnitState): Promise<UnitState> => {
  switch (state.step) {
    case 'planned':
      return create(context, state)
    case 'creating':
      // The process ended between intent and answer.
      return adoptOrCreate(context, state, Date.parse(state.asked_at ?? ''))
    case 'waiting':
      return fetchFile(context, { ...state, export_id: state.export_id ?? '' }).catch((error: unknown) => {
        // The export or its file is past its month: there is nothing to wait for, nor to be found by its reference.
        if (error instanceof NotFoundError && isOld(state, context.clock))
          return { ...planned(state), generation: state.generation + 1 }
        throw error
      })
    case 'downloaded':
    case 'done':
      return state
  }
}

const DAY = 86_400_000

const isOld = ({ asked_at = '' }: UnitState, clock: Clock): boolean => clock.now() - Date.parse(asked_at) > DAY

/** The state from which an export is asked for anew. */
const planned = ({ key, generation, api_version, origin, possible_orphans }: UnitState): UnitState => ({
  key,
  generation,
  api_version,
  origin,
  step: 'planned',
  possible_orphans,
})
