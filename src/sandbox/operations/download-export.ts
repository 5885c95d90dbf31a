import type { Context } from '../context.js'
import { refused } from '../refusal.js'
import { between } from '../wire/bytes.js'
import { type Bytes, emptyReply, type Reply } from '../wire/reply.js'
import { rangeOf } from './byte-range.js'

export const downloadExport = async (context: Context): Promise<Reply> => {
  const { account, endpoint, path, request, now } = context
  const one = account.store.findFile(path['filename'] ?? '', now)
  if (!one) throw refused(404)
  const { name, bytes: total, sha256 } = await account.files.facts(one)
  const etag = `"${sha256.slice(0, 32)}"`
  const headers = {
    'Content-Type': endpoint.success.mediaTypes[0] ?? '',
    'Content-Disposition': `attachment; filename="${name}"`,
    ...(account.ranges && { 'Accept-Ranges': 'bytes', ETag: etag }),
  }
  const condition = request.headers.get('If-Range')
  const isRanged = account.ranges && (condition === null || condition === etag)
  const range = isRanged ? rangeOf(request.headers.get('Range'), total) : 'whole'
  if (range === 'unsatisfiable') return emptyReply(416, { 'Content-Range': `bytes */${total}` })
  const [start, end] = range === 'whole' ? [0, total] : [range.start, range.end]
  const again = (): Bytes => between(account.files.bytes(one), start, end)
  return {
    status: range === 'whole' ? endpoint.success.status : 206,
    headers: { ...headers, ...(range !== 'whole' && { 'Content-Range': `bytes ${start}-${end - 1}/${total}` }) },
    body: again(),
    again,
    length: end - start,
  }
}
