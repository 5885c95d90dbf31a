import { ConfigurationError } from '../errors/configuration-error.js'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Whether a host is this machine, whatever its name servers say. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname)

const refuse = (option: string, why: string): ConfigurationError =>
  new ConfigurationError('invalid_option', `${option} ${why}`, {
    hint: 'Give an origin such as https://api.didww.com.',
  })

/**
 * The origin that a base URL names. A key must not travel in the clear, so only `https:` is allowed,
 * and `http:` on this machine.
 *
 * @param option - What the value is called, for the error.
 */
export const originOf = (text: string, option: string): string => {
  if (!URL.canParse(text)) throw refuse(option, 'is not a URL')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') throw refuse(option, 'must not hold a user or password')
  if (url.search !== '' || url.hash !== '' || !/^\/(?:v3\/?)?$/.test(url.pathname)) {
    throw refuse(option, 'must be an origin, without path, query or fragment')
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin
  throw refuse(option, 'must be https:, or http: on this machine')
}
