import { Command } from 'commander'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CallbackRequest } from '../../callbacks/callback-request.js'
import { type Examination, examine } from '../../callbacks/examine.js'
import { refusalResponse } from '../../callbacks/refusal-response.js'
import { toNodeListener } from '../../callbacks/to-node-listener.js'
import { verifierOf } from '../../callbacks/verify-options.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { printable } from '../../errors/printable.js'
import { systemClock } from '../../http/clock.js'
import { keysOf, type SecretOptions, withSecret } from '../callback-options.js'
import { versionOf, whole } from '../connection.js'
import { forStream } from '../terminal.js'

interface ListenOptions extends SecretOptions {
  readonly json?: boolean
  readonly port: number
  readonly host: string
  readonly url?: string
  readonly apiVersion?: string
}

/** What examining a request shows, with the name of the key that fits. */
interface Seen extends Examination {
  readonly signedWith: string | undefined
}

const BODY_TIMEOUT = 10_000

/** For POST the query is the registered one; for GET it also has the payload. */
const urlAt =
  (origin: string) =>
  ({ method, url }: CallbackRequest): string => {
    const { pathname, search } = new URL(url, origin)
    return `${origin}${pathname}${method === 'GET' ? '' : search}`
  }

const describe = (request: Request, { match, refusal, candidates, signedWith }: Seen): string => {
  const { pathname } = new URL(request.url)
  const parameters = (match ?? candidates[0])?.parameters ?? {}
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
  const verdict = refusal ? `refused (${refusal.message})` : `verified with ${signedWith ?? ''}`
  const tried = refusal?.reason === 'wrong_signature' ? candidates.map((one) => `tried ${one.normalisedUrl}`) : []
  return printable([request.method, pathname, verdict, ...pairs, ...tried].join('  '), 2000)
}

const asData = (request: Request, { match, refusal, candidates, signedWith }: Seen): object => ({
  method: request.method,
  verified: refusal === undefined,
  ...(signedWith !== undefined && { signedWith }),
  ...(refusal && { reason: refusal.reason, message: refusal.message }),
  parameters: (match ?? candidates[0])?.parameters ?? {},
  candidates: candidates.map(({ normalisedUrl, signedString }) => ({ normalisedUrl, signedString })),
})

const opened = (server: Server, { port, host }: ListenOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    server.on('error', ({ code = 'EIO' }: NodeJS.ErrnoException) => {
      if (server.listening) process.stderr.write(`warning: a connection was not accepted: ${code}\n`)
      else reject(new ConfigurationError('invalid_option', `Port ${port} of ${host} cannot be used: ${code}`))
    })
    server.listen(port, host, () => {
      const { address, family, port: taken } = server.address() as AddressInfo
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`)
    })
  })

const listen = async (options: ListenOptions, signal: AbortSignal): Promise<never> => {
  const keys = keysOf(options)
  const secrets = keys.map(({ secret }) => secret)
  const apiVersion = versionOf(options.apiVersion)
  const server = createServer()
  const origin = await opened(server, options)
  const verifier = verifierOf({ secrets, publicUrl: options.url ?? urlAt(origin), apiVersion })
  const listener = toNodeListener(async (request) => {
    const examined = await examine(request, verifier, { clock: systemClock, bodyTimeout: BODY_TIMEOUT })
    const seen = { ...examined, signedWith: keys[examined.secretIndex ?? -1]?.name }
    const line = options.json ? JSON.stringify(asData(request, seen)) : describe(request, seen)
    process.stdout.write(`${forStream(process.stdout, line)}\n`)
    return seen.refusal ? refusalResponse(seen.refusal, verifier.methods) : new Response(null, { status: 204 })
  })
  server.on('request', (request, response) => void listener(request, response))
  process.stderr.write(`listening on ${origin}\n`)
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      server.close()
      server.closeAllConnections()
      reject(signal.reason as Error)
    })
  })
}

export const listenCommand = (signal: AbortSignal): Command =>
  withSecret(new Command('listen'))
    .description('receive callbacks during development; print each and whether its signature matches')
    .option('--port <number>', 'port (default: a free one)', whole('--port', 65_535), 0)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--url <url>', 'the callback_url as registered (default: the address it listens on, any path)')
    .option('--api-version <version>', 'version the exports are created with')
    .addHelpText('after', '\nExample:\n  didww-exports callbacks listen --port 8080 --url https://tunnel.example/cb')
    .action((options: ListenOptions) => listen(options, signal))
