import { facts } from '../../generated/facts.js'
import { tokenFacts } from '../../generated/token-facts.js'
import { authenticate } from './authenticate.js'
import { uuidOf } from './calls/random.js'
import type { Account, Bend } from './context.js'
import type { Endpoint } from './document/endpoint.js'
import { type ApiDescription, descriptionOf, tokenDescription } from './document/load.js'
import { corrupted } from './faults/corrupt.js'
import type { DueFault, FaultBook } from './faults/fault-book.js'
import { replyInstead, touchesWire, wireOf } from './faults/fault-reply.js'
import { checkMediaTypes, servedVersion } from './negotiate.js'
import { operations } from './operations/by-id.js'
import { Refusal, refusalReply, refused } from './refusal.js'
import type { RequestLog } from './request-log.js'
import { emptyReply, overlaid, type Reply } from './wire/reply.js'
import type { ApiRequest } from './wire/request.js'

/** The whole API: takes a request and returns an answer, with any faults on the way. */
export type Answer = (request: ApiRequest, signal: AbortSignal) => Promise<Reply>

interface Route {
  readonly endpoint: Endpoint
  readonly path: Readonly<Record<string, string>>
}

const routeOf = ({ endpoints }: ApiDescription, { method, url }: ApiRequest): Route | Refusal => {
  const there = endpoints.filter(({ pattern }) => pattern.test(url.pathname))
  const endpoint = there.find((one) => one.method === method)
  if (endpoint) return { endpoint, path: { ...endpoint.pattern.exec(url.pathname)?.groups } }
  if (there.length === 0) return refused(404, { title: 'Not Found', detail: `No resource at ${url.pathname}.` })
  return new Refusal(405, refused(405).errors, { Allow: there.map((one) => one.method).join(', ') })
}

const bendOf = (fault: DueFault | undefined): Bend => {
  const { late, lag, stale } = fault?.action ?? {}
  return {
    ...(late !== undefined && { late }),
    ...(lag !== undefined && { lag }),
    ...(stale !== undefined && { stale }),
    fire: fault?.fire ?? (() => undefined),
  }
}

/** Whether a fault prevents a request from being carried out. */
const prevents = ({ action }: DueFault, instead: Reply | undefined): boolean =>
  action.reset === 'before headers' || (instead !== undefined && action.carriedOut !== true)

/** A bug of the sandbox, reported as a server would. */
const unforeseen = (error: unknown): Refusal => refused(500, { detail: `The sandbox failed: ${String(error)}` })

/** The handler of an account. */
export const createAnswer = (account: Account, faults: FaultBook, log: RequestLog, rateLimit: number): Answer => {
  const isAllowed = createRateLimit(rateLimit)

  const carriedOut = async (api: ApiDescription, route: Route, request: ApiRequest, bend: Bend): Promise<Reply> => {
    const { endpoint, path } = route
    const now = account.clock.now()
    // The token service authenticates differently and is not part of the API's rate limit.
    if (endpoint.operationId !== tokenFacts.operationId) {
      authenticate(api, endpoint, request.headers, account)
      if (!isAllowed(now)) throw refused(429)
      checkMediaTypes(endpoint, request.headers)
    }
    const operation = operations[endpoint.operationId]
    if (!operation) throw refused(501)
    return operation({ account, request, api, endpoint, path, now, bend })
  }

  const replyTo = async (api: ApiDescription, route: Route, request: ApiRequest, bend: Bend): Promise<Reply> => {
    try {
      return await carriedOut(api, route, request, bend)
    } catch (error) {
      const refusal = error instanceof Refusal ? error : unforeseen(error)
      return refusalReply(refusal, route.endpoint, facts[api.version].mediaType)
    }
  }

  const spoiled = async (api: ApiDescription, route: Route, request: ApiRequest, fault: DueFault): Promise<Reply> => {
    const { action, fire } = fault
    const instead = replyInstead(action, api.version)
    const own = prevents(fault, instead) ? undefined : await replyTo(api, route, request, bendOf(fault))
    let reply = instead ?? own ?? emptyReply(0)
    if (action.corrupt !== undefined) reply = corrupted(reply, action.corrupt)
    const label = action.encoding === undefined ? {} : { 'Content-Encoding': action.encoding }
    const headers = overlaid(reply.headers, { ...label, ...action.headers })
    if (!touchesWire(action) && action.lag === undefined && action.stale === undefined) fire()
    const wire = wireOf(action, reply, fire)
    return { ...reply, headers, ...(wire && { wire }) }
  }

  return async (request, signal) => {
    const { pathname } = request.url
    const api =
      pathname === tokenFacts.path
        ? tokenDescription()
        : descriptionOf(servedVersion(request.headers, account.apiVersion, account.world.seed))
    const route = routeOf(api, request)
    const entry = log.add(request, 'endpoint' in route ? route.endpoint.operationId : undefined)
    const fault = 'endpoint' in route ? faults.due(route.endpoint.operationId, request) : undefined
    if (fault?.action.delay !== undefined) await account.clock.sleep(fault.action.delay, signal)
    const reply =
      route instanceof Refusal
        ? refusalReply(route, undefined, facts[api.version].mediaType)
        : fault
          ? await spoiled(api, route, request, fault)
          : await replyTo(api, route, request, bendOf(undefined))
    entry.status = reply.wire?.silent ? null : reply.status
    const own = {
      [facts[api.version].requestIdHeader]: uuidOf(`${account.world.seed}/request/${entry.number}`),
      Date: new Date(account.clock.now()).toUTCString(),
    }
    return { ...reply, headers: overlaid(own, reply.headers) }
  }
}

/** Allows so many requests in any sliding second. A refused request does not count. */
const createRateLimit = (limit: number): ((now: number) => boolean) => {
  let allowed: number[] = []
  return (now) => {
    if (limit === Infinity) return true
    allowed = allowed.filter((at) => now - at < 1000)
    if (allowed.length >= limit) return false
    allowed.push(now)
    return true
  }
}
