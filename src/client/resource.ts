import type { ApiVersion, ApiVersions } from '../../generated/versions.js'
import type { Export, ExportType } from '../api/types.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { printable } from '../errors/printable.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { isUuid } from '../http/check-shape.js'

/** A JSON:API resource object. */
interface Resource {
  readonly id: string
  readonly attributes: Partial<ApiVersions[ApiVersion]['attributes']>
}

/** The document of an answer. Refusals and empty answers were thrown before. */
export const documentOf = <D>({ data }: { readonly data?: D }): NonNullable<D> => {
  if (data === undefined || data === null) throw new TypeError('openapi-fetch gave no document')
  return data
}

/** Removes the JSON:API envelope. */
export const toExport = <V extends ApiVersion, T extends ExportType<V>>({ id, attributes }: Resource): Export<V, T> =>
  ({ ...attributes, id }) as Export<V, T>

/**
 * The export of an answer to a request that named one.
 *
 * @throws {ProtocolError} `unexpected_shape`, when the answer is about another export: its file would be another's.
 */
export const toSameExport = <V extends ApiVersion>(id: string, resource: Resource): Export<V> => {
  if (resource.id.toLowerCase() === id.toLowerCase()) return toExport(resource)
  throw new ProtocolError(
    'unexpected_shape',
    `The answer for export ${id} is about export ${printable(resource.id, 60)}`,
    {
      status: 200,
      hint: 'A cache or a proxy may have mixed up two answers: check the base URL and the proxy.',
    },
  )
}

/** How long a completed export may lack its `url` before that is an error, in milliseconds. */
export const URL_GRACE_MS = 30_000

export const withoutUrl = (id: string): ProtocolError =>
  new ProtocolError('unexpected_shape', `Export ${id} is completed but has no url`, { status: 200 })

/** Checks an id before it becomes part of a path. */
export const checkId = (id: string): string => {
  if (isUuid(id)) return id
  throw new ConfigurationError('invalid_id', `${printable(`"${String(id)}"`, 60)} is not the id of an export`, {
    hint: 'An id is a UUID, as returned by create() and list().',
  })
}
