import type { Context } from '../context.js'
import { recordedError } from '../document/recorded.js'
import { type Refusal, refused } from '../refusal.js'
import type { StoredExport } from '../store.js'
import type { Reply } from '../wire/reply.js'
import { queryOf } from './query.js'
import { readDocument } from './read-document.js'
import { documentReply, isKnown, pruned, resourceOf } from './resource.js'

const notFound = (id: string): Refusal =>
  refused(404, { detail: recordedError(404).detail.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, () => id) })

/** The export in the path. */
const foundExport = ({ account, api, path, now }: Context): StoredExport => {
  const id = path['id'] ?? ''
  const one = account.store.find(id, now)
  if (!one || !isKnown(api, one)) throw notFound(id)
  return one
}

export const retrieveExport = (context: Context): Reply => {
  const { fields } = queryOf(context)
  const one = foundExport(context)
  return documentReply(context, { data: pruned(resourceOf(one, context), fields) })
}

export const updateExport = (context: Context): Reply => {
  const one = foundExport(context)
  const { id, attributes } = readDocument(context)
  if (id !== undefined && id !== one.id) {
    throw refused(400, { title: 'Key does not match', detail: 'The id is not that of the URL.', code: '116' })
  }
  const { external_reference_id: reference } = attributes as { external_reference_id?: string | null }
  if (reference !== undefined) one.reference = reference
  return documentReply(context, { data: resourceOf(one, context) })
}
