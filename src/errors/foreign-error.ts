import { printable } from './printable.js'

/** Removes secrets, query strings and phone numbers from a text of unknown origin. */
export type Redact = (text: string) => string

/** A whole address, so that no text is scanned twice. */
const ADDRESS = /\bhttps?:\/\/[^\s"'<>]*/gi

/** An address without user, password and query, which may be secret. */
const bareAddress = (address: string): string =>
  address.replace(/^(https?:\/\/)[^/?#]*@/i, '$1***@').replace(/^([^?#]*)\?.*$/s, '$1?***')

/** A number that looks like a phone number and is not part of an id, address, time or amount. */
const PHONE_NUMBER = /(?<![\w.:/-])\+?\d{5,13}(\d{2})(?![\w:/-]|\.\d)/g

/** Removes query strings and phone numbers. */
export const withoutPersonalData: Redact = (text) => text.replace(ADDRESS, bareAddress).replace(PHONE_NUMBER, '***$1')

/** How deep causes of causes are kept. */
const DEPTH = 5

/** Longest message that is kept, in characters. */
const LONGEST = 300

type ForeignError = { readonly [M in 'name' | 'message' | 'stack' | 'code' | 'cause']?: unknown } & {
  /** Of an `AggregateError`. */
  readonly errors?: readonly unknown[]
}

/**
 * What is kept of an error that is not ours: its class, code, stack and redacted message, and the same of its cause.
 * Other members may hold raw bytes of an answer with the key in it, or rows with phone numbers.
 */
export const foreignError = (error: unknown, redact: Redact = withoutPersonalData, depth: number = DEPTH): Error => {
  // A member of an error of unknown origin can be anything.
  const safe = (value: unknown): string => (typeof value === 'string' ? redact(value) : '')
  if (!(error instanceof Error)) return new Error(printable(safe(error), LONGEST))
  const { name, message, stack, code, errors, cause = errors?.[0] } = error as ForeignError
  const options = cause && depth ? { cause: foreignError(cause, redact, depth - 1) } : {}
  const kept = new Error(printable(safe(message), LONGEST), options)
  Object.defineProperty(kept, 'name', { value: safe(name) })
  kept.stack = `${kept.name}: ${kept.message}${(safe(stack).match(/\n +at .*/g) ?? []).join('')}`
  return typeof code === 'string' ? Object.assign(kept, { code: safe(code) }) : kept
}
