import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { Export, ListQuery } from '../client/types.js'
import type { PullContext } from './steps.js'
import { referenceOf } from './order.js'
import type { UnitState } from './old-state.js'

/** How long after a create its export may still turn up in the list, in milliseconds. */
const SETTLE = 60_000

const FIRST_PAUSE = 2_000

const referenceIn = <V extends ApiVersion>(one: Export<V>, attribute: string): unknown =>
  (one as Record<string, unknown>)[attribute]

const createdAt = (one: { readonly created_at: string | null }): string => one.created_at ?? ''

/**
 * The exports that carry the reference of a unit's generation, the oldest first. When there are none it
 * looks again, with growing pauses, until `since` is so long ago that none will turn up.
 *
 * Only the exact reference counts, whatever the list shows. Where the version has no references there is
 * nothing to look for: no answer tells whose an export is.
 */
export const findOwn = async <V extends ApiVersion>(
  { client, clock, options: { signal } }: PullContext<V>,
  state: UnitState,
  since: number,
): Promise<Export<V>[]> => {
  const { reference } = facts[client.apiVersion]
  const wanted = referenceOf(client.apiVersion, state)
  if (!reference || wanted === undefined) return []
  const query = { filter: { [reference.filter]: wanted } } as unknown as ListQuery<V>
  for (let pause = FIRST_PAUSE; ; pause *= 2) {
    const { data } = await client.list(query, { signal })
    const own = data.filter((one) => referenceIn(one, reference.attribute) === wanted)
    if (own.length > 0) return own.toSorted((one, other) => (createdAt(one) < createdAt(other) ? -1 : 1))
    const left = since + SETTLE - clock.now()
    if (!(left > 0)) return []
    await clock.sleep(Math.min(pause, left), signal)
  }
}
