import type { Context } from '../context.js'
import { refused } from '../refusal.js'
import type { Reply } from '../wire/reply.js'
import { documentReply } from './document-reply.js'
import { readDocument } from './read-document.js'
import { resourceOf } from './resource.js'
import { foundExport } from './retrieve-export.js'

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
