import type { ApiVersion } from '../../generated/versions.js'
import type { Call } from './call.js'
import type { RequestOptions } from './options.js'
import { toExport } from './to-export.js'
import type { ExportPage, ListQuery } from './types.js'

export const listExports =
  <V extends ApiVersion>(call: Call<V>) =>
  async (query?: ListQuery<V>, options?: RequestOptions): Promise<ExportPage<V>> => {
    const { data, meta = {}, links = {} } = await call('listExports', { query }, options)
    return { data: data.map((one) => toExport(one)), meta, links }
  }
