import { CallbackVerificationError } from '../errors/callback-verification-error.js'

/** Names and values of a callback, decoded. */
export type CallbackParameters = Readonly<Record<string, string>>

/** Most parameters of a callback. */
const MOST = 100

const encoder = new TextEncoder()

/** Sorts by UTF-8 bytes, which is the order of code points. */
const byBytes = ([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number => {
  const [left, right] = [encoder.encode(a), encoder.encode(b)]
  const at = left.findIndex((byte, index) => byte !== right[index])
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1)
}

const sorted = <T>(parameters: Readonly<Record<string, T>>): [string, T][] => Object.entries(parameters).sort(byBytes)

/** The signed text after the URL: each name and its value, sorted by name. */
export const signedText = (parameters: Readonly<Record<string, string | null>>): string =>
  sorted(parameters)
    .map(([name, value]) => `${name}${value ?? ''}`)
    .join('')

/** The parameters as a query, sorted by name. */
export const queryOf = (parameters: CallbackParameters): string => new URLSearchParams(sorted(parameters)).toString()

const malformed = (message: string): CallbackVerificationError => new CallbackVerificationError('malformed', message)

/** The pairs of a form or query. */
export const pairsOf = (text: string): [string, string][] => {
  if (text.split('&', MOST + 1).length > MOST) throw malformed(`More than ${MOST} parameters`)
  // URLSearchParams would remove a leading question mark.
  return [...new URLSearchParams(`?${text}`)]
}

/**
 * Pairs as an object.
 *
 * @throws {CallbackVerificationError} when a name is repeated, or is a property of every object.
 */
export const parametersOf = (pairs: readonly (readonly [string, unknown])[]): CallbackParameters => {
  if (pairs.length > MOST) throw malformed(`More than ${MOST} parameters`)
  const parameters: Record<string, string> = {}
  for (const [name, value] of pairs) {
    if (name in Object.prototype) throw malformed(`A parameter must not be named ${name}`)
    if (typeof value !== 'string') throw malformed(`The parameter ${name} is not text`)
    if (Object.hasOwn(parameters, name)) {
      throw new CallbackVerificationError('duplicate_parameter', `The parameter ${name} is repeated`)
    }
    parameters[name] = value
  }
  return parameters
}
