import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { UrlParts } from '../../callbacks/url-parts.js'
import type { Callback } from './callback-of.js'

const escaped = (text: string): string => text.replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent)

const pathOf = ({ path, query }: UrlParts): string =>
  escaped(`${path === '' ? '/' : path}${query === undefined ? '' : `?${query}`}`)

const open = ({ method, target, headers, body }: Callback, signal: AbortSignal): ClientRequest => {
  const { scheme, host, port, userinfo } = target
  const request = scheme.toLowerCase() === 'https' ? requestHttps : requestHttp
  return request({
    method,
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port,
    path: pathOf(target),
    // Nothing but the registered string says where it goes; no proxy, no kept connection.
    agent: false,
    signal,
    headers: { ...headers, ...(body !== '' && { 'Content-Length': String(Buffer.byteLength(body)) }) },
    ...(userinfo !== undefined && { auth: userinfo }),
  })
}

/** Sends a callback and gives the status it is answered with. A redirect is not followed. */
export const send = (callback: Callback, signal: AbortSignal, onSent: () => void): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = open(callback, signal)
    request.once('finish', onSent)
    request.once('error', reject)
    request.once('response', (response: IncomingMessage) => {
      response.on('error', () => undefined).resume()
      resolve(response.statusCode ?? 0)
    })
    request.end(callback.body)
  })
