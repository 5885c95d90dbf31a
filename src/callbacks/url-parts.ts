/** The parts of a URL, as written. */
export interface UrlParts {
  readonly scheme: string
  readonly userinfo: string | undefined
  readonly host: string
  /** The port, also when it is the default. */
  readonly port: string
  readonly path: string
  readonly query: string | undefined
  readonly fragment: string | undefined
}

const URL_PARTS =
  /^(?:([a-z][a-z\d+.-]*):\/\/)?(?:([^/?#]*)@)?(\[[\da-f:.]+\]|[^\s:/?#@[\]\\]+)(?::(\d*))?(\/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?$/is

const CONTROL = /\p{Cc}/u

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

/**
 * Splits a URL without changing a character. `URL` would add a path, resolve dots, encode spaces and lower the host.
 * Returns undefined when it is not an HTTP URL.
 */
export const urlPartsOf = (url: string): UrlParts | undefined => {
  const [matched, scheme = 'http', userinfo, host = '', written, path = '', query, fragment] = URL_PARTS.exec(url) ?? []
  const port = written || DEFAULT_PORTS[scheme.toLowerCase()]
  if (matched === undefined || CONTROL.test(url) || !Object.hasOwn(DEFAULT_PORTS, scheme.toLowerCase()))
    return undefined
  if (port === undefined || Number(port) > 65_535) return undefined
  return { scheme, userinfo, host, port, path, query, fragment }
}

/** The form of a URL that is signed: as written, with its port. */
export const normalisedUrl = ({ scheme, userinfo, host, port, path, query, fragment }: UrlParts): string => {
  const before = userinfo === undefined ? '' : `${userinfo}@`
  const after = `${query === undefined ? '' : `?${query}`}${fragment === undefined ? '' : `#${fragment}`}`
  return `${scheme}://${before}${host}:${port}${path}${after}`
}
