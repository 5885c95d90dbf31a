import { facts } from '../../../../generated/facts.js'
import type { ApiVersion } from '../../../../generated/versions.js'
import type { CompletedExport, Export } from '../../../api/types.js'
import { URL_GRACE_MS, withoutUrl } from '../../../client/resource.js'
import { createFolderOf } from '../../../disk/storage.js'
import { NotFoundError } from '../../../errors/api-error.js'
import { ProtocolError } from '../../../errors/protocol-error.js'
import { DAY_MS } from '../../../periods/period.js'
import { spoolPath } from '../spool.js'
import type { StepContext } from '../step-context.js'
import { pauseUntil, toNextGeneration, toStep } from '../transition.js'
import type { UnitState } from '../unit-state.js'

/** Polls the export once. It is ready, or is polled again later. */
export const poll = async (context: StepContext, state: UnitState): Promise<UnitState> => {
  const { client, clock, random } = context
  const { polling, completed } = facts[client.apiVersion]
  const found = await retrieveOwn(context, state)
  if (found === undefined) return toNextGeneration(state)
  const seen = { ...state, status: found.status }
  if (isCompleted(found, completed)) {
    context.seen.completed = found
    return toStep(seen, 'ready')
  }
  const isWithoutUrl = found.status === completed
  const since = state.without_url_since ?? new Date(clock.now()).toISOString()
  if (isWithoutUrl && clock.now() - Date.parse(since) >= URL_GRACE_MS) throw withoutUrl(found.id)
  // The pause doubles, plus up to as much again of jitter, so that many units do not poll at the same time.
  const backoffMs = Math.min(polling.maxDelay, polling.minDelay * 2 ** Math.min(state.polls ?? 0, 30) * (1 + random()))
  const pauseMs = isWithoutUrl ? Math.min(backoffMs, URL_GRACE_MS / 4) : backoffMs
  return { ...pauseUntil(seen, clock.now() + pauseMs), ...(isWithoutUrl && { without_url_since: since }) }
}

/** Downloads the file of the export and verifies it to its trailer. */
export const download = async (context: StepContext, state: UnitState): Promise<UnitState> => {
  const { client, spool, signal, onProgress, target, unit } = context
  // A poll of this call has just seen it; otherwise an earlier call did.
  const found = context.seen.completed ?? (await retrieveOwn(context, state))
  if (found === undefined) return toNextGeneration(state)
  if (!isCompleted(found, facts[client.apiVersion].completed)) {
    return toStep(state, 'waiting', { status: found.status })
  }
  const { id: export_id, export_type: exportType } = found
  const to = spoolPath(spool, state)
  await createFolderOf(to)
  const onRows = (rows: number): void => onProgress?.({ step: 'reading', rows })
  try {
    const { sha256 } = await client.download(found, {
      to,
      overwrite: true,
      signal,
      // What is cut away from a file is known once it is there.
      ...(state.narrowed_by === undefined && {
        follow: await target.follow(to, {
          apiVersion: client.apiVersion,
          exportType,
          period: unit.period,
          onRows,
          signal,
        }),
      }),
      onProgress: (progress) => onProgress?.({ step: 'downloading', export_id, ...progress }),
    })
    context.seen.downloaded = sha256
    return toStep(state, 'downloaded', { sha256 })
  } catch (error) {
    if (isGone(error, context, state)) return toNextGeneration(state)
    throw error
  }
}

const isCompleted = (found: Export<ApiVersion>, completed: string): found is CompletedExport<ApiVersion> =>
  found.status === completed && found.url !== null

/** The export of a unit; undefined when the API no longer keeps it. */
const retrieveOwn = async (context: StepContext, state: UnitState): Promise<Export<ApiVersion> | undefined> => {
  const { client, signal, unit, onProgress } = context
  const { export_id = '' } = state
  try {
    const found = await client.retrieve(export_id, { signal })
    if (found.id !== export_id || found.export_type !== unit.unit.export_type) throw otherExport(export_id, found)
    onProgress?.({ step: 'waiting', export_id, status: found.status })
    return found
  } catch (error) {
    if (isGone(error, context, state)) return undefined
    throw error
  }
}

/** Whether the API no longer keeps the export or its file. Waiting or searching for it is then of no use. */
const isGone = (error: unknown, { clock }: StepContext, { asked_at = '' }: UnitState): boolean =>
  error instanceof NotFoundError && clock.now() - Date.parse(asked_at) > DAY_MS

/** The file of another export under this unit's name would be a wrong bill. */
const otherExport = (requested: string, { id, export_type }: { id: string; export_type: unknown }): ProtocolError =>
  new ProtocolError('unexpected_shape', `Requested export ${requested}, but got ${String(export_type)} ${id}`, {
    status: 200,
  })
