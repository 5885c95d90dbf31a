import { ConfigurationError } from '../errors/configuration-error.js'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i

/** Whether a host is this machine. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname)

const refuse = (option: string, why: string): ConfigurationError =>
  new ConfigurationError('invalid_option', `${option} ${why}`, {
    hint: 'Give an origin such as https://api.didww.com.',
  })

/**
 * The origin of a base URL. A key must not travel unencrypted, so it must be `https:`, or `http:` on this machine.
 *
 * @param option - Name of the option, for the error.
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
