import type { ApiVersion, CompletedExport } from '../../api/types.js'
import { type Clock, systemClock } from '../../http/clock.js'
import { CLOCK_MARGIN_MS } from '../units/create-request.js'
import type { CheckedUnit } from '../units/unit.js'
import type { AdvanceContext, Advanced, StepClient } from './context.js'
import { type LeasedUnit, withLease } from './lease.js'
import { dropSpooled, withSpool } from './spool.js'
import type { LoadedUnit } from './target.js'
import { createUnitTarget, type UnitTarget } from './unit-target.js'

export const DEFAULT_SETTLE_TIME_MS: number = 48 * 3_600_000

/** A period that ended within `CLOCK_MARGIN_MS` before its request lacks its last calls, whatever the API's clock says. */
const MIN_SETTLE_TIME_MS = 2 * CLOCK_MARGIN_MS

/** What the steps work with, during one call of `advance`. */
export interface StepContext<H extends LoadedUnit = LoadedUnit>
  extends LeasedUnit, Pick<AdvanceContext, 'extraAttributes' | 'onProgress'> {
  readonly unit: CheckedUnit
  readonly target: UnitTarget<H>
  readonly client: StepClient
  readonly clock: Clock
  readonly random: () => number
  readonly settleTimeMs: number
  /** Directory for downloaded files. */
  readonly spool: string
  /** What this call has seen itself: the completed export, and the SHA-256 of the file that it has verified. */
  readonly seen: { completed?: CompletedExport<ApiVersion>; downloaded?: string }
}

/** Works on a unit under a lease, with the client of its account and the defaults of the context. */
export const withStepContext = async <H extends LoadedUnit, A extends Advanced<H>>(
  unit: CheckedUnit,
  context: AdvanceContext<H>,
  work: (context: StepContext<H>) => Promise<A>,
): Promise<A | Advanced<H>> => {
  const { store, clock = systemClock, random = Math.random, extraAttributes, onProgress } = context
  const settleTimeMs = Math.max(context.settleTimeMs ?? DEFAULT_SETTLE_TIME_MS, MIN_SETTLE_TIME_MS)
  // The steps check at run time what a version does not have.
  const client = (await context.clientFor(unit.unit.account)) as unknown as StepClient
  return withLease(unit, context, (leased) =>
    withSpool(context.spool ?? store.spool, (spool) =>
      work({
        ...leased,
        unit,
        target: createUnitTarget(context.target, unit, client.origin),
        client,
        clock,
        random,
        settleTimeMs,
        spool,
        extraAttributes,
        onProgress,
        seen: {},
        save: async (next) => {
          const before = leased.lastState()
          await leased.save(next)
          if (before && before.generation < next.generation) await dropSpooled(spool, before)
        },
      }),
    ),
  )
}
