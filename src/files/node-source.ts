import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { FileSource } from './file-source.js'

const headersOf = ({ headersDistinct }: IncomingMessage): Headers => {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value)
  return headers
}

/**
 * Reads a file over `node:http(s)`: raw bytes, whatever `Content-Encoding` says. The global `fetch`
 * would inflate a body so labelled, take a truncated one for whole, and can hang on a damaged one.
 */
export const nodeSource: FileSource = (url, headers, signal) =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(url, { headers: { ...headers, 'Accept-Encoding': 'identity' }, signal })
    request.once('error', reject)
    request.once('response', (response) => {
      resolve({
        status: response.statusCode ?? 0,
        headers: headersOf(response),
        body: response,
        cancel: () => void response.destroy(),
      })
    })
    request.end()
  })
