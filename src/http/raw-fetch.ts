import type { OperationFacts } from '../../generated/facts.js'
import type { Send } from './create-send.js'
import { asResponse } from './outgoing.js'
import { createLookup, outgoingOf, type OutgoingSettings } from './outgoing-of.js'

/** The `fetch` beneath `raw`: the same sending, for a whole `Request` that middleware may have touched. */
export const createRawFetch = (
  send: Send,
  settings: OutgoingSettings,
  operations: Readonly<Record<string, OperationFacts | undefined>>,
): ((request: Request) => Promise<Response>) => {
  const lookup = createLookup(operations, settings.mediaType)
  return async (request) => {
    const { method, url, signal } = request
    const body = request.body === null ? undefined : await request.text()
    const requested = { method, url, headers: new Headers(request.headers), body, signal }
    return asResponse(await send(outgoingOf(settings, requested, lookup(method, url))))
  }
}
