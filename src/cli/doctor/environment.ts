import { accessSync, constants } from 'node:fs'
import { PROXY_HINT } from '../proxy.js'
import { type Check, fail, none, ok, warn } from './check.js'

/** The proxy's address may hold a password. */
const withoutUser = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url ? url.origin : 'an address that is no URL'
}

export const proxy: Check = {
  name: 'proxy',
  look: ({ way }) => {
    if (way.kind === 'direct') return none('no variable names one for this host')
    const named = `${way.proxy.variable}: ${withoutUser(way.proxy.url)}`
    if (way.kind === 'impossible') return fail(`${named} cannot be used here`, PROXY_HINT, 2)
    return ok(`${named}, by ${way.kind === 'node' ? 'Node.js' : 'undici'}`)
  },
}

const isReadable = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

export const certificates: Check = {
  name: 'certificates',
  look: ({ env }) => {
    if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
      return fail(
        'NODE_TLS_REJECT_UNAUTHORIZED=0: anyone between here and the API can read the key',
        'Unset it, and set NODE_EXTRA_CA_CERTS to your own authority.',
        2,
      )
    }
    const extra = env['NODE_EXTRA_CA_CERTS']
    if (!extra) return ok('those of Node.js')
    if (isReadable(extra)) return ok(`those of Node.js and of ${extra}`)
    return warn(`NODE_EXTRA_CA_CERTS names ${extra}, which cannot be read`, 'Node.js ignores it: correct the path.')
  },
}
