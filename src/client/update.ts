import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { Export, UpdateAttributes } from '../api/types.js'
import { checkId, toExport } from './answers.js'
import type { Call } from './call.js'
import type { RequestOptions } from './options.js'
import type { Settings } from './settings.js'

export const updateExport =
  <V extends ApiVersion>(call: Call<V>, { apiVersion }: Settings<V>) =>
  async (id: string, attributes: UpdateAttributes<V>, options?: RequestOptions): Promise<Export<V>> => {
    const body = { data: { id: checkId(id), type: facts[apiVersion].resourceType, attributes } }
    const { data } = await call('updateExport', { id, body }, options)
    return toExport(data)
  }
