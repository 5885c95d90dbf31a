import type { ApiVersion } from '../../generated/versions.js'
import type { Call } from './call.js'
import { checkId } from './export-id.js'
import type { RequestOptions } from './options.js'
import { toExport } from './to-export.js'
import type { Export } from './types.js'

export const retrieveExport =
  <V extends ApiVersion>(call: Call<V>) =>
  async (id: string, options?: RequestOptions): Promise<Export<V>> => {
    const { data } = await call('retrieveExport', { id: checkId(id) }, options)
    return toExport(data)
  }
