/** A URL in its parts, each as it was written. */
export interface UrlParts {
  readonly scheme: string
  readonly userinfo: string | undefined
  readonly host: string
  /** Written out or not, it is always there. */
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
 * Takes a URL apart without changing a letter of it, which `URL` would do: it adds a path, resolves
 * dots, encodes spaces, and lowers the host. What is no URL for HTTP is `undefined`.
 */
export const urlPartsOf = (url: string): UrlParts | undefined => {
  const [matched, scheme = 'http', userinfo, host = '', written, path = '', query, fragment] = URL_PARTS.exec(url) ?? []
  const port = written || DEFAULT_PORTS[scheme.toLowerCase()]
  if (matched === undefined || CONTROL.test(url) || !Object.hasOwn(DEFAULT_PORTS, scheme.toLowerCase()))
    return undefined
  if (port === undefined || Number(port) > 65_535) return undefined
  return { scheme, userinfo, host, port, path, query, fragment }
}

/** The form of a URL that is signed: as it was written, but with its port. */
export const normalisedUrl = ({ scheme, userinfo, host, port, path, query, fragment }: UrlParts): string => {
  const before = userinfo === undefined ? '' : `${userinfo}@`
  const after = `${query === undefined ? '' : `?${query}`}${fragment === undefined ? '' : `#${fragment}`}`
  return `${scheme}://${before}${host}:${port}${path}${after}`
}
