/** Statuses that send a GET elsewhere. */
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/** How many redirects are followed in a row, for an answer as for a file. */
const MAX_REDIRECTS = 3

interface Redirecting {
  readonly status: number
  readonly headers: Headers
}

/** Where an answer redirects to, as it says; undefined when it is no redirect. */
export const locationOf = ({ status, headers }: Redirecting): string | undefined =>
  REDIRECTS.includes(status) ? (headers.get('Location') ?? undefined) : undefined

/**
 * Sends to a URL and follows redirects, three at most; the answer after them is returned, also when it is a redirect.
 *
 * @param follow - Where to go after an answer; undefined to stay with it. It decides whom to trust.
 */
export const followRedirects = async <A>(
  first: URL,
  send: (url: URL) => Promise<A>,
  follow: (answer: A, from: URL) => URL | undefined,
): Promise<{ readonly answer: A; readonly url: URL }> => {
  let url = first
  for (let followed = 0; ; followed += 1) {
    const answer = await send(url)
    const next = followed < MAX_REDIRECTS ? follow(answer, url) : undefined
    if (!next) return { answer, url }
    url = next
  }
}
