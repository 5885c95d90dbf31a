import type { Answer } from './answer.js'
import type { SandboxClock } from './sandbox-clock.js'
import { toResponse } from './wire/to-response.js'

/** A `fetch` that hands its request to the API, without a socket. */
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
