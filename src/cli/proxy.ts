import { createRequire } from 'node:module'
import type { EnvHttpProxyAgent, fetch as UndiciFetch } from 'undici'
import { ConfigurationError } from '../errors/configuration-error.js'
import { printable } from '../errors/printable.js'

type Environment = Readonly<Record<string, string | undefined>>

/** A proxy from the environment, with the variable it comes from. */
interface Proxy {
  readonly variable: string
  readonly url: string
}

/** How requests are routed, and why. */
export type Way =
  | { readonly kind: 'direct' }
  /** Node.js itself follows the variables. */
  | { readonly kind: 'node'; readonly proxy: Proxy }
  | { readonly kind: 'undici'; readonly proxy: Proxy; readonly fetch: typeof globalThis.fetch }
  /** The variable is set, but nothing here can follow it. */
  | { readonly kind: 'impossible'; readonly proxy: Proxy }

/** The lower-case name wins, as in other programs. */
const valueOf = (env: Environment, name: string): [string, string] | undefined =>
  [name.toLowerCase(), name].map((one): [string, string] => [one, env[one] ?? '']).find(([, value]) => value !== '')

/** Whether `NO_PROXY` names a host: itself, a domain above it, or all with `*`; with a port, only at that port. */
const isExcepted = ({ hostname, port, protocol }: URL, list: string): boolean => {
  const ownPort = port || (protocol === 'https:' ? '443' : '80')
  return list.split(/[\s,]+/).some((entry) => {
    const [, host = '', at] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
    if (host === '' || (at !== undefined && at !== ownPort)) return false
    const name = host.replace(/^\*?\./, '')
    return host === '*' || hostname === name || hostname.endsWith(`.${name}`)
  })
}

/** What is wrong with the value of a variable, which may hold a password and is never shown. */
const invalid = (variable: string, what: string): ConfigurationError =>
  new ConfigurationError('invalid_proxy', `${variable} ${what}`, {
    hint: `Write it as http://user:password@host:port, or list the host in NO_PROXY.`,
  })

/** A name or password whose `%` are whole; undici would throw a URIError. */
const isEncoded = (text: string): boolean => {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/**
 * The proxy that a variable names. As with curl it is an HTTP proxy when no scheme is written.
 *
 * @throws {ConfigurationError} `invalid_proxy`
 */
const proxyIn = (env: Environment, name: 'HTTP_PROXY' | 'HTTPS_PROXY'): Proxy | undefined => {
  const found = valueOf(env, name)
  if (found === undefined) return undefined
  const [variable, value] = found
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    throw invalid(variable, `names a proxy of ${printable(scheme, 20)}, and only http and https are possible`)
  }
  const text = scheme === undefined ? `http://${value}` : value
  if (!URL.canParse(text)) throw invalid(variable, 'is no URL of a proxy')
  const url = new URL(text)
  if (!isEncoded(url.username) || !isEncoded(url.password)) {
    throw invalid(variable, 'has a % in its name or password that stands for nothing; write it as %25')
  }
  return { variable, url: url.href }
}

/** The proxies that the variables name, and which of them a URL goes through. */
const proxiesFor = (origin: string, env: Environment): { used?: Proxy; http?: Proxy; https?: Proxy } => {
  const url = new URL(origin)
  if (isExcepted(url, valueOf(env, 'NO_PROXY')?.[1] ?? '')) return {}
  const [http, https] = [proxyIn(env, 'HTTP_PROXY'), proxyIn(env, 'HTTPS_PROXY')]
  const used = url.protocol === 'https:' ? https : http
  return { ...(used && { used }), ...(http && { http }), ...(https && { https }) }
}

/** Node.js 22.21, 24.5 and later follow the variables when told to. */
const isMindedByNode = (env: Environment): boolean => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isAble = major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21)
  const flags = `${env['NODE_OPTIONS'] ?? ''} ${process.execArgv.join(' ')}`
  return isAble && (env['NODE_USE_ENV_PROXY'] === '1' || /(?:^|\s)--use-env-proxy(?:\s|$)/.test(flags))
}

const require = createRequire(import.meta.url)

/** `undici`, if it was installed beside this package. */
const installedUndici = (): { EnvHttpProxyAgent: typeof EnvHttpProxyAgent; fetch: typeof UndiciFetch } | undefined => {
  try {
    return require('undici') as ReturnType<typeof installedUndici>
  } catch {
    return undefined
  }
}

/**
 * How requests to an origin are routed, by the environment.
 *
 * @throws {ConfigurationError} `invalid_proxy`
 */
export const wayTo = (origin: string, env: Environment = process.env): Way => {
  const { used: proxy, http, https } = proxiesFor(origin, env)
  if (proxy === undefined) return { kind: 'direct' }
  if (isMindedByNode(env)) return { kind: 'node', proxy }
  const undici = installedUndici()
  if (undici === undefined) return { kind: 'impossible', proxy }
  const dispatcher = new undici.EnvHttpProxyAgent({ httpProxy: http?.url ?? '', httpsProxy: https?.url ?? '' })
  const send = undici.fetch as unknown as (input: unknown, init: object) => Promise<Response>
  return { kind: 'undici', proxy, fetch: (input, init) => send(input, { ...init, dispatcher }) }
}

/** What to do when a proxy cannot be used. */
export const PROXY_HINT =
  'Run npm install undici, set NODE_USE_ENV_PROXY=1 on Node.js 24.5 or newer, or list the host in NO_PROXY.'

/**
 * The `fetch` for an origin: through the proxy of the environment, or undefined when that of Node.js will do.
 *
 * @throws {ConfigurationError} `invalid_proxy`; `proxy_not_possible`, rather than silently bypassing the proxy.
 */
export const fetchFor = (origin: string, env: Environment = process.env): typeof globalThis.fetch | undefined => {
  const way = wayTo(origin, env)
  if (way.kind === 'undici') return way.fetch
  if (way.kind !== 'impossible') return undefined
  throw new ConfigurationError('proxy_not_possible', `${way.proxy.variable} is set, but a proxy cannot be used here`, {
    hint: PROXY_HINT,
  })
}
