/** Links to other pages of a collection: `next` and `prev` are absent at its ends. */
export const pageLinks = (
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
