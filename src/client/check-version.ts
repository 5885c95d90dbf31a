import type { ApiVersion } from '../../generated/versions.js'
import { VersionMismatchError } from '../errors/version-mismatch-error.js'
import type { Redact } from '../http/redact.js'
import { isUuid } from '../http/check-shape.js'

interface Served {
  readonly data?: { readonly id?: unknown; readonly attributes?: object }
  readonly meta?: { readonly api_version?: unknown }
}

const CREATED = 201

/**
 * Compares `meta.api_version` with what was asked. An account can be pinned to a version, or ignore a
 * header older than its own; a missing member is accepted.
 *
 * @throws {VersionMismatchError} with the export that was created nevertheless.
 */
export const checkVersion = (asked: ApiVersion, document: unknown, status: number, redact: Redact): void => {
  const { data, meta } = (document ?? {}) as Served
  const served = meta?.api_version
  if (typeof served !== 'string' || served === asked) return
  const created = status === CREATED && isUuid(data?.id) ? { ...data.attributes, id: data.id } : undefined
  throw new VersionMismatchError(asked, redact(served), created)
}
