import type { Context } from '../context.js'
import { recordedError } from '../document/recorded.js'
import { type Refusal, refused } from '../refusal.js'
import type { StoredExport } from '../store.js'
import type { Reply } from '../wire/reply.js'
import { documentReply } from './document-reply.js'
import { queryOf } from './query.js'
import { isKnown, pruned, resourceOf } from './resource.js'

const notFound = (id: string): Refusal =>
  refused(404, { detail: recordedError(404).detail.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, () => id) })

/** The export that a path names. */
export const foundExport = ({ account, api, path, now }: Context): StoredExport => {
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
