import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { Call } from './call.js'
import { checkId } from './export-id.js'
import type { RequestOptions } from './options.js'
import type { Settings } from './settings.js'
import { toExport } from './to-export.js'
import type { Export, UpdateAttributes } from './types.js'

export const updateExport =
  <V extends ApiVersion>(call: Call<V>, { apiVersion }: Settings<V>) =>
  async (id: string, attributes: UpdateAttributes<V>, options?: RequestOptions): Promise<Export<V>> => {
    const body = { data: { id: checkId(id), type: facts[apiVersion].resourceType, attributes } }
    const { data } = await call('updateExport', { id, body }, options)
    return toExport(data)
  }
