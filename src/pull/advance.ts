import type { AdvanceContext, Advanced } from './advance-context.js'
import type { Held } from './target.js'
import type { Unit } from './unit.js'

/**
 * Asks for a unit: makes it known, starts the next generation when what the target holds is provisional,
 * no longer intact or to be refreshed, and lets a parked one go on. A unit under way is left alone, so that
 * a second request changes nothing. Makes no request to the API.
 *
 * A planner (`enqueue`, cron) calls it once for each unit of a plan; `advance` does the rest.
 */
export declare const requestUnit: <H extends Held>(
  unit: Unit,
  context: AdvanceContext<H> & { readonly refresh?: boolean },
) => Promise<Advanced<H>>

/**
 * Takes one unit as far as it goes without waiting: from a look at the world to the next pause. Any number
 * of processes may call it at any time, late, twice or in any order.
 *
 * Never throws because something is not ready: the export, the rate limit, the API, another worker. Those
 * are `after`. An error of the API, of the data or of the disk parks the unit. What is thrown is a caller's
 * abort, a store that cannot be used, or a bug.
 */
export declare const advance: <H extends Held>(unit: Unit, context: AdvanceContext<H>) => Promise<Advanced<H>>
