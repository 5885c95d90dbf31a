import { readFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve, sep } from 'node:path'

export interface FileServer {
  url: string
  close: () => Promise<void>
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

/** The file that a request means; undefined if it is outside of `folder`. */
const fileFor = (folder: string, target: string): string | undefined => {
  const [path = ''] = target.split('?')
  try {
    const named = decodeURIComponent(path)
    if (named.includes('\0')) return undefined
    const file = resolve(join(folder, named.endsWith('/') ? `${named}index.html` : named))
    return file.startsWith(resolve(folder) + sep) ? file : undefined
  } catch {
    return undefined // not a percent encoding
  }
}

const answer =
  (folder: string): RequestListener =>
  (request, response) => {
    const refuse = (status: number): void => {
      response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${status}\n`)
    }
    const file = fileFor(folder, request.url ?? '/')
    if (request.method !== 'GET' && request.method !== 'HEAD') refuse(405)
    else if (file === undefined) refuse(404)
    else
      readFile(file).then(
        (bytes) => {
          const type = TYPES[extname(file)] ?? 'application/octet-stream'
          response.writeHead(200, { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' })
          response.end(request.method === 'HEAD' ? undefined : bytes)
        },
        () => refuse(404),
      )
  }

/** Serves the files of a folder on the loopback address. */
export const serveFolder = async (folder: string, port: number): Promise<FileServer> => {
  const server = createServer(answer(folder))
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', done)
  })
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close }
}
