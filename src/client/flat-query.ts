/**
 * Takes objects in a query apart: `{ filter: { status: [] } }` becomes `{ 'filter[status]': [] }`, so that a
 * member may be a list, which objects in brackets cannot hold.
 */
export const flatQuery = (query: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([member, one]) => [`${name}[${member}]`, one as unknown])
        : [[name, value]],
    ),
  )
