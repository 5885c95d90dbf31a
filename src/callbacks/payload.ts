import { callbackFacts } from '../../generated/facts.js'
import { apiVersions } from '../../generated/versions.js'
import { CallbackVerificationError } from '../errors/callback-verification-error.js'
import { type CallbackRequest, LIMIT, type Patience, rawQueryOf, readBody, tooLarge } from './callback-request.js'
import { type CallbackParameters, pairsOf, parametersOf, queryOf } from './parameters.js'

/** The parameters of a callback, and the query of the URL that was signed. */
export interface Payload {
  readonly parameters: CallbackParameters
  readonly query: string | undefined
}

const KNOWN: ReadonlySet<string> = new Set(apiVersions.flatMap((version) => callbackFacts[version].parameters))

const isEmpty = (body: string | object): boolean => (typeof body === 'string' ? body : Object.keys(body)).length === 0

/** A URL's own query with a payload appended. */
export const withPayload = (own: string | undefined, payload: string): string => (own ? `${own}&${payload}` : payload)

/** What was received after the URL's own query. */
const behind = (own: string, received: string): string | undefined => {
  if (own === '') return received
  return received.startsWith(`${own}&`) ? received.slice(own.length + 1) : undefined
}

/** Pairs without those of the URL's own query. */
const without = (pairs: readonly [string, string][], own: readonly [string, string][]): [string, string][] => {
  const rest = [...pairs]
  for (const [name, value] of own) {
    const at = rest.findIndex((one) => one[0] === name && one[1] === value)
    if (at >= 0) rest.splice(at, 1)
  }
  return rest
}

/**
 * The ways to split the query of a GET into the URL's own query and the payload. The same names may be in both, so the
 * registered URL decides.
 */
const payloadsIn = (own: string, received: string): Payload[] => {
  const rest = behind(own, received)
  const pairs = pairsOf(received)
  if (rest === undefined && own === received) {
    const known = parametersOf(pairs.filter(([name]) => KNOWN.has(name)))
    const all = pairs.every(([name]) => KNOWN.has(name)) ? [] : [parametersOf(pairs)]
    return [known, ...all].map((parameters) => ({ parameters, query: own }))
  }
  const parameters = parametersOf(rest === undefined ? without(pairs, pairsOf(own)) : pairsOf(rest))
  const encoded = withPayload(own, queryOf(parameters))
  // As received, in case the sender encodes differently.
  const asReceived = rest === undefined || received === encoded ? [] : [received]
  return [encoded, ...asReceived].map((query) => ({ parameters, query }))
}

/**
 * The payload of a request whose URL has its own query, in every way it can be read.
 *
 * @throws {CallbackVerificationError} when it cannot be read.
 */
export const payloadsOf = async (
  request: CallbackRequest,
  own: string | undefined,
  patience: Patience | undefined,
): Promise<Payload[]> => {
  const body = await readBody(request, patience)
  if (request.method.toUpperCase() === 'GET') {
    if (!isEmpty(body)) throw new CallbackVerificationError('malformed', 'A callback by GET has no body')
    const received = rawQueryOf(request.url)
    if (received.length > LIMIT) throw tooLarge()
    return payloadsIn(own ?? '', received)
  }
  const pairs = typeof body === 'string' ? pairsOf(body) : Object.entries(body)
  return [{ parameters: parametersOf(pairs), query: own }]
}
