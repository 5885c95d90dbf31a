import { facts } from '../../../../generated/facts.js'
import type { ApiVersion } from '../../../../generated/versions.js'
import type { Export, ListQuery } from '../../../api/types.js'
import { AmbiguousCreateError } from '../../../errors/ambiguous-create-error.js'
import { ExportsError } from '../../../errors/exports-error.js'
import { VersionMismatchError } from '../../../errors/version-mismatch-error.js'
import { checkWindow } from '../../../periods/window.js'
import { createRequestFor, referenceOf } from '../../units/create-request.js'
import { periodOf } from '../../units/unit.js'
import type { StepContext } from '../context.js'
import { entered, nextGeneration, pausedUntil, planned } from '../transition.js'
import type { UnitState } from '../unit-state.js'

/** How long after a create its export may still turn up in the list, in milliseconds. */
const SETTLE = 60_000

/** The pause before the second look for it; each one after that is twice as long. */
const FIRST_PAUSE = 2_000

/** How often the creation of one generation may stay unknown before that is an error. */
const MAX_UNSURE = 3

/** An export found before a create is as good as a new one so long, in milliseconds. */
const FRESH = 15 * 60_000

/**
 * Asks for the export: the intent is on disk before the request, the id after it. An export that carries the
 * reference already, because a store was lost or went back, is adopted; one that was made before the period had
 * ended is not, and the next generation asks anew.
 */
export const create = async (turn: StepContext, state: UnitState): Promise<UnitState> => {
  const { client, clock, unit, target, signal } = turn
  checkWindow(periodOf(unit), client.apiVersion, clock.now())
  const order = createRequestFor(client.apiVersion, unit, state, clock.now())
  await target.check(unit, client.origin)
  turn.onProgress?.({ step: 'creating' })
  // Finds out, too, which version answers while nothing has been created yet.
  const own = await findOwn(turn, state)
  if (own.length > 0) return isAsGood(turn, own[0]) ? adopted(state, own, own[0]?.created_at) : nextGeneration(state)
  const intent = entered(state, 'creating', {
    asked_at: new Date(clock.now()).toISOString(),
    ...(state.unsure !== undefined && { unsure: state.unsure }),
  })
  await turn.save(intent)
  turn.check()
  try {
    const { id } = await client.create({ ...order, ...turn.extraAttributes } as typeof order, { signal })
    return entered(intent, 'waiting', { export_id: id })
  } catch (error) {
    // Refused, so there is no export that could be an orphan.
    if (isSurelyNotCreated(error)) await turn.save(planned(state, state.failures ? { failures: state.failures } : {}))
    if (!(error instanceof AmbiguousCreateError)) throw error
    const unsure = { ...intent, unsure: (state.unsure ?? 0) + 1, unsure_since: new Date(clock.now()).toISOString() }
    await turn.save(unsure)
    if (unsure.unsure === MAX_UNSURE) throw error
    return unsure
  }
}

/** Refused, or never sent. A caller's abort tells nothing. */
const isSurelyNotCreated = (error: unknown): boolean =>
  error instanceof ExportsError && !(error instanceof AmbiguousCreateError) && !(error instanceof VersionMismatchError)

/** Whether a create would give no more calls than an export has that was made then. */
const isAsGood = ({ clock, unit, settleTimeMs }: StepContext, own: OwnExport | undefined): boolean => {
  const made = Date.parse(own?.created_at ?? '')
  return made >= periodOf(unit).to + settleTimeMs || made >= clock.now() - FRESH
}

/** The oldest is the one; further ones were made in vain. */
const adopted = (state: UnitState, own: readonly OwnExport[], askedAt: string | null | undefined): UnitState =>
  entered(state, 'waiting', {
    export_id: own[0]?.id ?? '',
    adopted: true,
    ...(typeof askedAt === 'string' && { asked_at: askedAt }),
    possible_orphans: state.possible_orphans + own.length - 1,
  })

/**
 * Goes on after a create of which it is not known whether it happened: the process ended between intent and
 * answer, or the answer was lost. An export that carries the unit's own reference is the one; where there are
 * no references none can be proved ours, and a second export is harmless.
 */
export const adoptOrCreate = async (turn: StepContext, state: UnitState): Promise<UnitState> => {
  const { client, clock } = turn
  if (facts[client.apiVersion].reference) {
    const own = await findOwn(turn, state)
    if (own.length > 0) return adopted(state, own, state.asked_at)
    const left = Date.parse(state.unsure_since ?? state.asked_at ?? '') + SETTLE - clock.now()
    const pause = FIRST_PAUSE * 2 ** Math.min(state.looks ?? 0, 20)
    if (left > 0) return pausedUntil(state, clock.now() + Math.min(pause, left))
  }
  return create(turn, { ...state, possible_orphans: state.possible_orphans + 1 })
}

type OwnExport = Export<ApiVersion>

const referenceIn = (one: OwnExport, attribute: string): unknown => (one as Record<string, unknown>)[attribute]

const createdAt = (one: OwnExport): string => one.created_at ?? ''

/**
 * The exports that carry the reference of a unit's generation, the oldest first: one request.
 *
 * Only the exact reference counts, whatever the list shows. Where the version has no references none is
 * found: no answer tells whose an export is.
 */
const findOwn = async ({ client, signal }: StepContext, state: UnitState): Promise<OwnExport[]> => {
  const { reference } = facts[client.apiVersion]
  const wanted = referenceOf(client.apiVersion, state)
  const query = reference && { filter: { [reference.filter]: wanted } }
  const { data } = await client.list(query as ListQuery<ApiVersion> | undefined, { signal })
  const own = reference ? data.filter((one) => referenceIn(one, reference.attribute) === wanted) : []
  return own.toSorted((one, other) => (createdAt(one) < createdAt(other) ? -1 : 1))
}
