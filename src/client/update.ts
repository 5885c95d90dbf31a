import { facts } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import type { Export, UpdateAttributes } from '../api/types.js'
import type { Api } from './api.js'
import type { RequestOptions } from './options.js'
import { checkId, documentOf, toSameExport } from './resource.js'
import type { Settings } from './settings.js'

export const updateExport =
  <V extends ApiVersion>({ api, request }: Api, { apiVersion }: Settings<V>) =>
  async (id: string, attributes: UpdateAttributes<V>, options?: RequestOptions): Promise<Export<V>> => {
    const path = { id: checkId(id) }
    const body = { data: { ...path, type: facts[apiVersion].resourceType, attributes } }
    const answer = await api.PATCH('/v3/exports/{id}', { params: { path }, body, ...request('updateExport', options) })
    return toSameExport(id, documentOf(answer).data)
  }
