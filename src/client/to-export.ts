import type { ApiVersion } from '../../generated/versions.js'
import type { Resource } from './answers.js'
import type { Export, ExportType } from './types.js'

/** Takes the JSON:API envelope off. */
export const toExport = <V extends ApiVersion, T extends ExportType<V>>({
  id,
  attributes,
}: Resource<V>): Export<V, T> => ({ ...attributes, id }) as Export<V, T>
