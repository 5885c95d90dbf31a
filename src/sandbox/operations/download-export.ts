import type { Context } from '../context.js'
import { refused } from '../refusal.js'
import { between, type Bytes, emptyReply, type Reply } from '../wire/reply.js'

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

/** The requested bytes: `start` is the first, `end` the one after the last. */
interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Parses a `Range` header for `total` bytes. `whole` when there is no valid range; `unsatisfiable` when it is beyond
 * the end.
 */
const rangeOf = (header: string | null, total: number): ByteRange | 'whole' | 'unsatisfiable' => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return 'whole'
  if (first === '') {
    const start = Math.max(0, total - Number(last))
    return Number(last) === 0 ? 'unsatisfiable' : { start, end: total }
  }
  if (last !== '' && Number(last) < Number(first)) return 'whole'
  if (Number(first) >= total) return 'unsatisfiable'
  return { start: Number(first), end: last === '' ? total : Math.min(total, Number(last) + 1) }
}
