import { facts } from '../../../generated/facts.js'
import type { ApiVersion } from '../../../generated/versions.js'
import type { Export, ListQuery } from '../../client/types.js'
import { referenceOf } from '../order.js'
import type { Turn } from '../turn.js'
import type { UnitState } from '../unit-state.js'

export type OwnExport = Export<ApiVersion>

const referenceIn = (one: OwnExport, attribute: string): unknown => (one as Record<string, unknown>)[attribute]

const createdAt = (one: OwnExport): string => one.created_at ?? ''

/**
 * The exports that carry the reference of a unit's generation, the oldest first: one request.
 *
 * Only the exact reference counts, whatever the list shows. Where the version has no references none is
 * found: no answer tells whose an export is.
 */
export const findOwn = async ({ client, signal }: Turn, state: UnitState): Promise<OwnExport[]> => {
  const { reference } = facts[client.apiVersion]
  const wanted = referenceOf(client.apiVersion, state)
  const query = reference && { filter: { [reference.filter]: wanted } }
  const { data } = await client.list(query as ListQuery<ApiVersion> | undefined, { signal })
  const own = reference ? data.filter((one) => referenceIn(one, reference.attribute) === wanted) : []
  return own.toSorted((one, other) => (createdAt(one) < createdAt(other) ? -1 : 1))
}
