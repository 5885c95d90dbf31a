import { answers } from '../../generated/answers.js'
import type { ApiVersion, ApiVersions } from '../../generated/versions.js'
import { shapeFault } from '../http/check-shape.js'

/** A JSON:API resource object. */
export interface Resource<V extends ApiVersion> {
  readonly id: string
  readonly type: string
  readonly attributes: ApiVersions[V]['attributes']
}

export interface ExportDocument<V extends ApiVersion> {
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
