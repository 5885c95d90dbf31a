import type { Context } from '../context.js'
import type { Reply } from '../wire/reply.js'
import { readDocument } from './read-document.js'
import { documentReply, resourceOf } from './resource.js'
import { checkSpan, filterNamesOf, selectionOf, shown } from './selection.js'

interface Given {
  readonly export_type: string
  readonly filters: Readonly<Record<string, unknown>>
  readonly callback_url?: string | null
  readonly callback_method?: string | null
  readonly external_reference_id?: string | null
}

export const createExport = (context: Context): Reply => {
  const { account, api, bend, now } = context
  const given = readDocument(context).attributes as unknown as Given
  const names = filterNamesOf(api.version, given.export_type)
  const filters = shown(given.filters, names)
  const selection = selectionOf(api.version, given.export_type, filters)
  checkSpan(selection, names, filters, now)
  const one = account.store.add({
    version: api.version,
    type: given.export_type,
    filters,
    selection,
    createdAt: now + (bend.late ?? 0),
    callbackUrl: given.callback_url ?? null,
    callbackMethod: given.callback_method ?? null,
    reference: given.external_reference_id ?? null,
  })
  account.deliveries.announce(one, context.request.url.origin)
  return documentReply(context, { data: resourceOf(one, context) })
}
