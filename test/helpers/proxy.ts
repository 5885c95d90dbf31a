import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

/** A forward proxy that tunnels and remembers to where. */
export interface RunningProxy extends AsyncDisposable {
  readonly url: string
  readonly tunnels: readonly string[]
}

export const openProxy = async (): Promise<RunningProxy> => {
  const tunnels: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((_, response) => response.writeHead(405).end())
  server.on('connect', ({ url = '' }, client: Socket, head) => {
    tunnels.push(url)
    const [host = '', port = ''] = url.split(':')
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client).pipe(upstream)
    })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    [Symbol.asyncDispose]: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy()
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
