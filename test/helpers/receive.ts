import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CallbackHandler, toNodeListener } from '../../src/callbacks/index.js'

export interface Receiving extends AsyncDisposable {
  readonly origin: string
}

/** A receiver on a socket of this machine. */
export const receive = async (handler: CallbackHandler): Promise<Receiving> => {
  const listener = toNodeListener(handler)
  const server = createServer((request, response) => void listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: close }
}
