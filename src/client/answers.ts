import { answers } from '../../generated/answers.js'
import type { ApiVersion, ApiVersions } from '../../generated/versions.js'
import type { Export, ExportType } from '../api/types.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { printable } from '../errors/printable.js'
import { isUuid, shapeFault } from '../http/check-shape.js'

/** A JSON:API resource object. */
interface Resource<V extends ApiVersion> {
  readonly id: string
  readonly type: string
  readonly attributes: ApiVersions[V]['attributes']
}

interface ExportDocument<V extends ApiVersion> {
  readonly data: Resource<V>
  readonly meta?: { readonly api_version?: string }
}

export interface ExportsDocument<V extends ApiVersion> {
  readonly data: readonly Resource<V>[]
  readonly meta?: { readonly total_records?: number; readonly api_version?: string }
  readonly links?: { readonly first?: string; readonly last?: string; readonly next?: string; readonly prev?: string }
}

/** The document that each operation answers with. */
export interface Answers<V extends ApiVersion> {
  readonly createExport: ExportDocument<V>
  readonly retrieveExport: ExportDocument<V>
  readonly listExports: ExportsDocument<V>
  readonly updateExport: ExportDocument<V>
}

/** What keeps a value from being the answer of an operation, if anything. */
export const answerFault = (
  version: ApiVersion,
  operation: keyof Answers<ApiVersion>,
  value: unknown,
): string | undefined => {
  const shape = answers[version][operation]
  return shape && shapeFault(value, shape)
}

export const isAnswer = <V extends ApiVersion, O extends keyof Answers<V>>(
  version: V,
  operation: O,
  value: unknown,
): value is Answers<V>[O] => answerFault(version, operation, value) === undefined

/** Takes the JSON:API envelope off. */
export const toExport = <V extends ApiVersion, T extends ExportType<V>>({
  id,
  attributes,
}: Resource<V>): Export<V, T> => ({ ...attributes, id }) as Export<V, T>

/** Checks an id before it becomes part of a path. */
export const checkId = (id: string): string => {
  if (isUuid(id)) return id
  throw new ConfigurationError('invalid_id', `${printable(`"${String(id)}"`, 60)} is not the id of an export`, {
    hint: 'An id is a UUID, as returned by create() and list().',
  })
}
