import type { Context } from '../context.js'
import { type Filters, isThere } from '../store.js'
import type { Reply } from '../wire/reply.js'
import { type Query, queryOf } from './query.js'
import { documentReply, isKnown, pruned, type Resource, resourceOf } from './resource.js'

/** A value of a resource as text: its id, an attribute, or one of its filters. */
const valueOf = ({ id, attributes }: Resource, name: string): string => {
  if (name === 'id') return id
  const value = name in attributes ? attributes[name] : (attributes['filters'] as Filters | null)?.[name]
  return typeof value === 'string' ? value : ''
}

const matches = (resource: Resource, filter: Query['filter']): boolean =>
  Object.entries(filter).every(([key, wanted]) => {
    const [, name = key, comparison] = /^(.*?)(?:_(gteq|lteq))?$/.exec(key) ?? []
    const value = valueOf(resource, name)
    if (comparison === 'gteq') return Date.parse(value) >= Date.parse(String(wanted))
    if (comparison === 'lteq') return Date.parse(value) <= Date.parse(String(wanted))
    return [wanted].flat().map(String).includes(value)
  })

const ascending = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

const inOrder = (resources: Resource[], sort: readonly string[]): Resource[] =>
  resources.sort((a, b) => {
    for (const key of sort) {
      const [name, sign] = key.startsWith('-') ? [key.slice(1), -1] : [key, 1]
      const order = sign * ascending(valueOf(a, name), valueOf(b, name))
      if (order !== 0) return order
    }
    return 0
  })

export const listExports = (context: Context): Reply => {
  const { account, api, bend, now } = context
  const { filter, sort, page, fields } = queryOf(context)
  const there = account.store.all(now).filter((one) => isThere(one, now) && isKnown(api, one))
  const seen = there.filter((one) => bend.lag === undefined || one.createdAt <= now - bend.lag)
  if (seen.length < there.length) bend.fire()
  const all = seen.map((one) => resourceOf(one, context)).filter((one) => matches(one, filter))
  const start = (page.number - 1) * page.size
  const data = inOrder(all, sort)
    .slice(start, start + page.size)
    .map((one) => pruned(one, fields))
  return documentReply(context, {
    data,
    meta: { total_records: all.length },
    links: pageLinks(context.request.url, page, all.length),
  })
}

/** Links to other pages of a collection: `next` and `prev` are absent at its ends. */
const pageLinks = (
  url: URL,
  { number, size }: { readonly number: number; readonly size: number },
  total: number,
): Record<string, string> => {
  const last = Math.max(1, Math.ceil(total / size))
  const link = (page: number): string => {
    const rest = [...url.searchParams].filter(([name]) => !name.startsWith('page['))
    const query = new URLSearchParams([['page[number]', String(page)], ['page[size]', String(size)], ...rest])
    return `${url.origin}${url.pathname}?${query.toString()}`
  }
  return {
    first: link(1),
    ...(number > 1 && { prev: link(Math.min(number - 1, last)) }),
    ...(number < last && { next: link(number + 1) }),
    last: link(last),
  }
}
