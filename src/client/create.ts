import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { CreateAttributes, Export, ExportType } from '../api/types.js'
import { AmbiguousCreateError } from '../errors/ambiguous-create-error.js'
import { ServerError, ValidationError } from '../errors/api-error.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { NetworkError } from '../errors/network-error.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { TimeoutError } from '../errors/timeout-error.js'
import { isUnsent } from '../http/network-error.js'
import type { Api, CreateBody } from './api.js'
import { listPage } from './list.js'
import type { RequestOptions } from './options.js'
import type { RecentIds } from './retrieve.js'
import { documentOf, toExport } from './resource.js'
import type { Settings } from './settings.js'

export const createExport =
  <V extends ApiVersion>(connection: Api, settings: Settings<V>, recent: RecentIds) =>
  async <T extends ExportType<V>>(
    attributes: CreateAttributes<V, T>,
    options?: RequestOptions,
  ): Promise<Export<V, T>> => {
    const { api, request } = connection
    checkAttributes(attributes)
    const body = {
      data: { type: facts[settings.apiVersion].resourceType, attributes: withTextFilters(attributes) as CreateBody },
    }
    const startedAt = settings.clock.now()
    try {
      const answer = await api.POST('/v3/exports', { body, ...request('createExport', options) })
      const { data } = documentOf(answer)
      recent.add(data.id)
      return toExport(data)
    } catch (error) {
      throw await resolveAmbiguity(connection, withTrunkHint(error), { attributes, startedAt }, options)
    }
  }

/**
 * Filters are sent as strings, as in every example of the provider, and times without the milliseconds that
 * `toISOString()` adds.
 */
const withTextFilters = <A extends object>(attributes: A): A & { filters: object } => {
  const filters: Record<string, unknown> = { ...('filters' in attributes ? (attributes.filters as object) : {}) }
  for (const [name, value] of Object.entries(filters)) {
    if (typeof value === 'number') filters[name] = String(value)
    if (typeof value === 'string') filters[name] = value.replace(/(T[\d:]+)\.0+Z$/, '$1Z')
  }
  return { ...attributes, filters }
}

const checkAttributes = (attributes: unknown): void => {
  if (typeof attributes === 'object' && attributes !== null && 'export_type' in attributes) return
  throw new ConfigurationError('invalid_option', 'create() takes { export_type, filters }')
}

/**
 * Whether the older versions require a trunk for outbound calls is documented both ways. A refusal that names the trunk
 * says that this account's API does.
 */
const withTrunkHint = (error: unknown): unknown =>
  error instanceof ValidationError && /trunk/i.test(error.message)
    ? Object.assign(error, { hint: 'Name one trunk, and create an export for each.' })
    : error

interface Attempt {
  readonly attributes: { readonly export_type: unknown; readonly callback_url?: string | null }
  readonly startedAt: number
}

/** How far the clocks of client and server may be apart, in milliseconds. */
const SKEW = 5 * 60_000

/** Statuses that say that nothing was created. A status outside of HTTP, such as 999, says nothing. */
const REFUSED = /^[134]..$/

/** Whether a failed create may have been carried out. */
const isAmbiguous = (error: unknown): boolean =>
  !isUnsent(error) &&
  (error instanceof ServerError ||
    error instanceof TimeoutError ||
    (error instanceof NetworkError && error.maybeSent) ||
    (error instanceof ProtocolError && !REFUSED.test(String(error.status))))

/**
 * The error to throw for a failed create: the error itself when the export certainly was not created, else an
 * `AmbiguousCreateError` with the exports that could be the one. None is adopted, since not every version returns
 * filters that would prove which it is.
 */
const resolveAmbiguity = async (
  connection: Api,
  error: unknown,
  attempt: Attempt,
  options?: RequestOptions,
): Promise<unknown> => {
  if (!isAmbiguous(error)) return error
  try {
    const { data } = await listPage(connection, { sort: ['-created_at'] }, options)
    const candidates = data.map((one): Export<ApiVersion> => toExport(one)).filter((one) => canBe(one, attempt))
    return new AmbiguousCreateError(candidates, error)
  } catch {
    options?.signal?.throwIfAborted()
    return new AmbiguousCreateError(undefined, error)
  }
}

const canBe = (
  one: { readonly export_type: unknown; readonly created_at: string | null; readonly callback_url: string | null },
  { attributes, startedAt }: Attempt,
): boolean =>
  one.export_type === attributes.export_type &&
  isSameUrl(one.callback_url, attributes.callback_url ?? null) &&
  (one.created_at === null || Date.parse(one.created_at) >= startedAt - SKEW)

/** The API reads an address without a scheme as `http://`. */
const isSameUrl = (one: string | null, asked: string | null): boolean =>
  one === asked || one === `http://${asked ?? ''}`
