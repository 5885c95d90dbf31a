import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'

/** Stands between a program and a database, and can be away for a while. */
export interface Relay extends AsyncDisposable {
  /** The URL of the database, through the relay. */
  readonly url: string
  /** Ends every connection and takes no new ones. */
  readonly leave: () => Promise<void>
  /** Takes connections again, at the same place. */
  readonly comeBack: () => Promise<void>
}

/** Opens a relay on a free port, or at the path of a socket, where it is away at first. */
export const openRelay = async (to: string, socketFolder?: string): Promise<Relay> => {
  const database = new URL(to)
  const sockets = new Set<Socket>()
  const relay = (client: Socket): void => {
    const upstream = connect(Number(database.port), database.hostname)
    client.pipe(upstream).pipe(client)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => (client.destroy(), upstream.destroy()))
    }
  }
  let server: Server | undefined
  let port = 0
  const comeBack = async (): Promise<void> => {
    server = createServer(relay)
    if (socketFolder === undefined) server.listen(port, '127.0.0.1')
    else server.listen(`${socketFolder}/.s.PGSQL.5432`)
    await once(server, 'listening')
    if (socketFolder === undefined) ({ port } = server.address() as AddressInfo)
  }
  const leave = async (): Promise<void> => {
    const closing = server
    server = undefined
    for (const socket of sockets) socket.destroy()
    sockets.clear()
    if (closing) await new Promise((resolve) => closing.close(resolve))
  }
  const url = new URL(to)
  if (socketFolder === undefined) {
    await comeBack()
    url.port = String(port)
  } else {
    url.host = 'localhost'
    url.searchParams.set('host', socketFolder)
    url.searchParams.set('port', '5432')
  }
  return { url: url.href, leave, comeBack, [Symbol.asyncDispose]: leave }
}
