import type { Answer } from './answer.js'
import type { SandboxClock } from './sandbox-clock.js'
import type { Reply } from './wire/reply.js'
import { transmit } from './wire/write-reply.js'

/** A `fetch` that passes its request to the API without a socket. */
export const inProcessFetch =
  (answer: Answer, clock: SandboxClock) =>
  async (input: Request | string | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    const { method, url, headers, signal } = request
    signal.throwIfAborted()
    const done = clock.busy()
    try {
      const body = await request.text()
      const work = answer({ method, url: new URL(url), headers, body }, signal)
      const reply = await Promise.race([work, aborted(signal)])
      if (reply.wire) done()
      return toResponse(reply, clock, signal, done)
    } catch (error) {
      done()
      throw error
    }
  }

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }))

const broken = (message: string, code: string): TypeError =>
  new TypeError(message, { cause: Object.assign(new Error('other side closed'), { code }) })

const BODILESS = [204, 205, 304]

/** Whether a client can notice that the connection was closed early. */
const isNoticed = ({ wire }: Reply): boolean => wire?.framing !== 'close'

/** An answer as a `Response`, with faults of the wire in its body. */
const toResponse = (reply: Reply, clock: SandboxClock, signal: AbortSignal, done: () => void): Response => {
  const { status, headers, body, length, wire } = reply
  if (wire?.silent) {
    wire.fire()
    done()
    throw broken('fetch failed', 'ECONNRESET')
  }
  if (status < 200 || status > 599) {
    done()
    throw broken('fetch failed', 'HPE_INVALID_STATUS')
  }
  const isEmpty = body === null || BODILESS.includes(status)
  if (isEmpty) done()
  const claimed = wire?.framing ? wire.claimed : length
  const stream = isEmpty ? null : streamOf(reply, clock, signal, done)
  return new Response(stream, {
    status,
    headers: { ...(claimed !== undefined && !isEmpty && { 'Content-Length': String(claimed) }), ...headers },
  })
}

const streamOf = (reply: Reply, clock: SandboxClock, signal: AbortSignal, done: () => void): ReadableStream => {
  const pieces = transmit(reply, clock, signal)
  return new ReadableStream({
    async pull(controller) {
      try {
        const next = await pieces.next()
        if (!next.done) {
          controller.enqueue(next.value)
          return
        }
        done()
        if (next.value === 'silence') await silence(signal)
        else if (next.value === 'complete' || (next.value === 'closed' && !isNoticed(reply))) controller.close()
        else controller.error(broken('terminated', next.value === 'reset' ? 'ECONNRESET' : 'UND_ERR_SOCKET'))
      } catch (error) {
        done()
        controller.error(error)
      }
    },
    async cancel() {
      done()
      await pieces.return('complete')
    },
  })
}

/** Sends nothing more until the request is aborted. */
const silence = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason as Error)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
