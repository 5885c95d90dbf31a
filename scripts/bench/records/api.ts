import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportDocument, JSON_API, resource } from '../../../test/helpers/document.js'

const FILE = '/v3/exports/file.csv.gz'

/** An API that has one export, completed, with this file. */
export const serveFile = async (path: string): Promise<AsyncDisposable & { readonly origin: string }> => {
  const { size } = await stat(path)
  let origin = ''
  const answer = (response: ServerResponse, body: object, status = 200): void => {
    response.writeHead(status, { 'Content-Type': JSON_API }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => {
    const { method, url = '' } = request.resume()
    const attributes = { export_type: 'cdr_in', url: origin + FILE }
    if (url === FILE) {
      response.writeHead(200, { 'Content-Length': size })
      createReadStream(path).pipe(response)
    } else if (method === 'POST') answer(response, exportDocument(attributes), 201)
    else if (/exports\/./.test(url)) answer(response, exportDocument(attributes))
    else answer(response, { data: [resource(attributes)], meta: { total_records: 1, api_version: '2021-12-15' } })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
