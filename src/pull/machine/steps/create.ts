import { facts } from '../../../../generated/facts.js'
import type { ApiVersion } from '../../../../generated/versions.js'
import type { Export, ListQuery } from '../../../api/types.js'
import { AmbiguousCreateError } from '../../../errors/ambiguous-create-error.js'
import { ExportsError } from '../../../errors/exports-error.js'
import { VersionMismatchError } from '../../../errors/version-mismatch-error.js'
import { checkWindow } from '../../../periods/window.js'
import { createRequestFor, narrowedBy, referenceOf } from '../../units/create-request.js'
import type { CheckedUnit } from '../../units/unit.js'
import type { StepContext } from '../step-context.js'
import { pauseUntil, toNextGeneration, toPlanned, toStep } from '../transition.js'
import type { UnitState } from '../unit-state.js'

/** How long after a create request its export may still appear in the list. */
const APPEARS_WITHIN_MS = 60_000

/** The pause before the list is read again; it doubles each time. */
const FIRST_PAUSE_MS = 2_000

/** How often the result of a generation's create request may stay unknown before that is an error. */
const MAX_UNSURE = 3

/** An export that is at most this old when it is found is as good as a new one. */
const FRESH_MS = 15 * 60_000

/**
 * Creates the export. The intent is saved before the request, the id after it. An export that already has the
 * reference, because a store was lost or restored from a backup, is adopted. If it was created before the period had
 * settled, the next generation starts instead.
 */
export const create = async (context: StepContext, state: UnitState): Promise<UnitState> => {
  const { client, clock, unit, target, signal } = context
  checkWindow(unit.period, client.apiVersion, clock.now())
  const request = createRequestFor(client.apiVersion, unit, state, clock.now())
  const narrowing = narrowingOf(client.apiVersion, unit)
  await target.check()
  context.onProgress?.({ step: 'creating' })
  // This also finds out which version answers, before anything is created.
  const own = await findOwn(context, state)
  if (own.length > 0) {
    if (!isAsGoodAsNew(context, own[0])) return toNextGeneration(state)
    return adopt({ ...state, ...narrowing }, own, own[0]?.created_at)
  }
  const intent = toStep(state, 'creating', {
    ...narrowing,
    asked_at: new Date(clock.now()).toISOString(),
    ...(state.unsure !== undefined && { unsure: state.unsure }),
  })
  await context.save(intent)
  context.checkLease()
  try {
    const created = await client.create({ ...request, ...context.extraAttributes } as typeof request, { signal })
    return toStep(intent, 'waiting', { export_id: created.id, ...requested(intent.asked_at, created) })
  } catch (error) {
    // It was refused, so there is no export that could be an orphan.
    if (wasNotCreated(error)) {
      await context.save(toPlanned(state, state.failures ? { failures: state.failures } : {}))
    }
    if (!(error instanceof AmbiguousCreateError)) throw error
    const unsure = { ...intent, unsure: (state.unsure ?? 0) + 1, unsure_since: new Date(clock.now()).toISOString() }
    await context.save(unsure)
    if (unsure.unsure === MAX_UNSURE) throw error
    return unsure
  }
}

/**
 * When an export was requested: by this machine's clock or the API's, whichever is earlier. A clock that is ahead would
 * have its calls taken for final before the last ones have come.
 */
const requested = (
  askedAt = '',
  one: { readonly created_at?: string | null } | undefined,
): Pick<UnitState, 'asked_at'> => {
  const [asked, created] = [Date.parse(askedAt), Date.parse(one?.created_at ?? '')]
  const at = created < asked ? created : asked
  return Number.isNaN(at) ? {} : { asked_at: new Date(at).toISOString() }
}

/** Which column the unit remembers, if its file will have more calls than its own. */
const narrowingOf = (apiVersion: ApiVersion, unit: CheckedUnit): Pick<UnitState, 'narrowed_by'> => {
  const column = narrowedBy(apiVersion, unit)
  return column === undefined ? {} : { narrowed_by: column }
}

/** Whether a request surely created nothing: it was refused or never sent. A caller's abort says nothing about that. */
const wasNotCreated = (error: unknown): boolean =>
  error instanceof ExportsError && !(error instanceof AmbiguousCreateError) && !(error instanceof VersionMismatchError)

/** Whether a new export would contain no more calls than the one that was found. */
const isAsGoodAsNew = ({ clock, unit, settleTimeMs }: StepContext, own: OwnExport | undefined): boolean => {
  const createdAt = Date.parse(own?.created_at ?? '')
  return createdAt >= unit.period.to + settleTimeMs || createdAt >= clock.now() - FRESH_MS
}

/** Adopts the oldest of the exports; any others are orphans. */
const adopt = (state: UnitState, own: readonly OwnExport[], askedAt: string | null | undefined): UnitState =>
  toStep(state, 'waiting', {
    export_id: own[0]?.id ?? '',
    adopted: true,
    ...(typeof askedAt === 'string' && { asked_at: askedAt }),
    possible_orphans: state.possible_orphans + own.length - 1,
  })

/**
 * Goes on after a create request whose result is unknown: the process ended between intent and answer, or the answer
 * was lost. An export with the unit's own reference is adopted. Where there are no references, no export can be proved
 * to be ours, so another one is created, which does no harm.
 */
export const adoptOrCreate = async (context: StepContext, state: UnitState): Promise<UnitState> => {
  const { client, clock } = context
  if (facts[client.apiVersion].reference) {
    const own = await findOwn(context, state)
    if (own.length > 0) return adopt(state, own, requested(state.asked_at, own[0]).asked_at)
    const leftMs = Date.parse(state.unsure_since ?? state.asked_at ?? '') + APPEARS_WITHIN_MS - clock.now()
    const pauseMs = FIRST_PAUSE_MS * 2 ** Math.min(state.polls ?? 0, 20)
    if (leftMs > 0) return pauseUntil(state, clock.now() + Math.min(pauseMs, leftMs))
  }
  return create(context, { ...state, possible_orphans: state.possible_orphans + 1 })
}

type OwnExport = Export<ApiVersion>

/**
 * The exports with the reference of a unit's generation, oldest first. Sends one request.
 *
 * Only the exact reference counts, whatever the list contains. Where the version has no references the result is
 * empty, since nothing in an answer says whose an export is.
 */
const findOwn = async ({ client, signal }: StepContext, state: UnitState): Promise<OwnExport[]> => {
  const { reference } = facts[client.apiVersion]
  const wanted = referenceOf(client.apiVersion, state)
  const query = reference && { filter: { [reference.filter]: wanted } }
  const { data } = await client.list(query as ListQuery<ApiVersion> | undefined, { signal })
  const own = reference ? data.filter((one) => referenceIn(one, reference.attribute) === wanted) : []
  return own.toSorted((one, other) => (createdAt(one) < createdAt(other) ? -1 : 1))
}

const referenceIn = (one: OwnExport, attribute: string): unknown => (one as Record<string, unknown>)[attribute]

const createdAt = (one: OwnExport): string => one.created_at ?? ''
