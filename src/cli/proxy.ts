import { createRequire } from 'node:module'
import type { EnvHttpProxyAgent, fetch as UndiciFetch } from 'undici'
import { ConfigurationError } from '../errors/configuration-error.js'

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

const proxyFor = (origin: string, env: Environment): Proxy | undefined => {
  const url = new URL(origin)
  if (isExcepted(url, valueOf(env, 'NO_PROXY')?.[1] ?? '')) return undefined
  const found = valueOf(env, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY')
  return found && { variable: found[0], url: found[1] }
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

/** How requests to an origin are routed, by the environment. */
export const wayTo = (origin: string, env: Environment = process.env): Way => {
  const proxy = proxyFor(origin, env)
  if (proxy === undefined) return { kind: 'direct' }
  if (isMindedByNode(env)) return { kind: 'node', proxy }
  const undici = installedUndici()
  if (undici === undefined) return { kind: 'impossible', proxy }
  const dispatcher = new undici.EnvHttpProxyAgent()
  const send = undici.fetch as unknown as (input: unknown, init: object) => Promise<Response>
  return { kind: 'undici', proxy, fetch: (input, init) => send(input, { ...init, dispatcher }) }
}

/** What to do when a proxy cannot be used. */
export const PROXY_HINT =
  'Run npm install undici, set NODE_USE_ENV_PROXY=1 on Node.js 24.5 or newer, or list the host in NO_PROXY.'

/**
 * The `fetch` for an origin: through the proxy of the environment, or undefined when that of Node.js will do.
 *
 * @throws {ConfigurationError} `proxy_not_possible`, rather than silently bypassing the proxy.
 */
export const fetchFor = (origin: string, env: Environment = process.env): typeof globalThis.fetch | undefined => {
  const way = wayTo(origin, env)
  if (way.kind === 'undici') return way.fetch
  if (way.kind !== 'impossible') return undefined
  throw new ConfigurationError('proxy_not_possible', `${way.proxy.variable} is set, but a proxy cannot be used here`, {
    hint: PROXY_HINT,
  })
}
