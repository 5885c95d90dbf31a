import { type CallbackRequest, headerOf, rawQueryOf } from './callback-request.js'
import { normalisedUrl, type UrlParts, urlPartsOf } from './url-parts.js'

const DIFFERENCES = ['scheme', 'port', 'path', 'host', 'query', 'fragment'] as const

/** A part of a URL that people and proxies change. */
export type UrlDifference = (typeof DIFFERENCES)[number]

/** A URL that resembles `publicUrl`, and in what it differs. */
export interface Neighbour {
  readonly publicUrl: string
  readonly differences: readonly UrlDifference[]
}

/** Most parts that differ at once: a proxy that ends TLS may change scheme, port and path. */
const MOST = 3

/** Where servers behind a proxy often listen; the default port of the scheme is tried as well. */
const PORTS = ['', '80', '443', '8080', '8443', '3000', '5000', '8000']

type Change = readonly [UrlDifference, Partial<UrlParts>]

const changed = (
  difference: UrlDifference,
  now: string | undefined,
  values: readonly (string | undefined)[],
): Change[] => [...new Set(values)].filter((one) => one !== now).map((one) => [difference, { [difference]: one }])

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Ways in which programs write the same text with escapes. */
const escapes = (text: string): string[] => [
  decoded(text),
  encodeURI(decoded(text)),
  text.replaceAll('+', '%20'),
  text.replaceAll('%20', '+'),
  decoded(text.replaceAll('+', '%20')),
  text.replace(/%[\da-f]{2}/gi, (one) => one.toUpperCase()),
  text.replace(/%[\da-f]{2}/gi, (one) => one.toLowerCase()),
]

const otherSlash = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : `${path}/`)

const capitalised = (host: string): string => host.charAt(0).toUpperCase() + host.slice(1)

/** The query that the URL itself may have had, of the query that was received. */
const ownQuery = (request: CallbackRequest, names: readonly string[]): string => {
  const pairs = rawQueryOf(request.url).split('&')
  const at =
    request.method.toUpperCase() === 'GET' ? pairs.findIndex((one) => names.includes(one.split('=')[0] ?? '')) : -1
  return (at < 0 ? pairs : pairs.slice(0, at)).join('&')
}

/** What the request itself says about the URL that was called. It is not trusted, only tried. */
const receivedAt = (request: CallbackRequest): Partial<UrlParts> => {
  const [host] = headerOf(request, 'Host')
  const called = request.url.startsWith('/') ? `${host ?? 'none'}${request.url}` : request.url
  return urlPartsOf(called) ?? {}
}

const withoutDefault = (scheme: string, port: string): string =>
  port === urlPartsOf(`${scheme}://host`)?.port ? '' : port

const changesOf = (
  parts: UrlParts,
  portWas: string,
  request: CallbackRequest,
  names: readonly string[],
): Change[][] => {
  const { scheme, host, port, path, query, fragment } = parts
  const received = receivedAt(request)
  const lower = host.toLowerCase()
  const own = ownQuery(request, names)
  return [
    // The port may be the default of the other scheme, or stay as it was.
    changed('scheme', scheme, ['http', 'https']).flatMap(([difference, change]): Change[] => [
      [difference, change],
      [difference, { ...change, port: portWas }],
    ]),
    changed('port', port, [...PORTS, received.port ?? port]),
    changed('path', path, [otherSlash(path), ...escapes(path), received.path ?? path]),
    changed('host', host, [lower, capitalised(lower), lower.toUpperCase(), received.host ?? host]),
    changed(
      'query',
      query,
      query === undefined ? [own || undefined] : [...escapes(query), own || undefined, undefined],
    ),
    changed('fragment', fragment, [undefined]),
  ]
}

/**
 * URLs that resemble the one given, those with the fewest differences first: with the other scheme, another port, with
 * or without a slash at the end, in capitals or not, with another way to write escapes, and what the request says.
 *
 * @param names - The parameters of a callback.
 */
export const neighboursOf = (publicUrl: string, request: CallbackRequest, names: readonly string[]): Neighbour[] => {
  const given = urlPartsOf(publicUrl)
  if (!given) return []
  // A default port follows the scheme.
  const parts = { ...given, port: withoutDefault(given.scheme, given.port) }
  const sets = changesOf(parts, given.port, request, names).reduce<Change[][]>(
    (before, changes) => [
      ...before,
      ...before.filter(({ length }) => length < MOST).flatMap((set) => changes.map((one) => [...set, one])),
    ],
    [[]],
  )
  const found = new Map<string, Neighbour>([[normalisedUrl(given), { publicUrl, differences: [] }]])
  for (const set of sets.sort((one, other) => one.length - other.length)) {
    const changed = Object.assign({}, parts, ...set.map(([, change]) => change)) as UrlParts
    const url = written(changed)
    const key = urlPartsOf(url)
    if (key === undefined || found.has(normalisedUrl(key))) continue
    const now = { ...changed, port: withoutDefault(changed.scheme, changed.port) }
    const differences = DIFFERENCES.filter((one) => now[one] !== parts[one])
    found.set(normalisedUrl(key), { publicUrl: url, differences })
  }
  return [...found.values()].slice(1)
}

/** As people write a URL: without the default port. */
const written = (parts: UrlParts): string => {
  const port = withoutDefault(parts.scheme, parts.port)
  const url = normalisedUrl({ ...parts, port })
  return port === '' ? url.replace(/^([^/]*\/\/(?:[^/?#]*@)?(?:\[[^\]]*\]|[^/?#:]*)):/, '$1') : url
}
