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
const DEEPEST = 5

/** Longest message that is kept, in characters. */
const LONGEST = 300

/** A member of an error of unknown origin, which can be anything. */
const textOf = (error: Error, name: 'name' | 'message' | 'stack'): string => {
  const value: unknown = error[name]
  return typeof value === 'string' ? value : ''
}

const framesOf = (error: Error): string =>
  textOf(error, 'stack')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => `\n${line}`)
    .join('')

/**
 * What is kept of an error that is not ours: its class, code, stack and redacted message, and the same of its cause.
 * Other members may hold raw bytes of an answer with the key in it, or rows with phone numbers.
 */
export const foreignError = (error: unknown, redact: Redact = withoutPersonalData, depth = 0): Error => {
  const text = error instanceof Error ? textOf(error, 'message') : typeof error === 'string' ? error : typeof error
  const message = printable(redact(text), LONGEST)
  const kept = new Error(message)
  const hide = (name: string, value: unknown): void => {
    Object.defineProperty(kept, name, { value, enumerable: false, configurable: true, writable: true })
  }
  if (!(error instanceof Error)) return kept
  const { code } = error as { readonly code?: unknown }
  hide('name', printable(redact(textOf(error, 'name')), LONGEST) || 'Error')
  hide('stack', `${kept.name}: ${message}${redact(framesOf(error))}`)
  if (typeof code === 'string') Object.assign(kept, { code: printable(redact(code), LONGEST) })
  const inner = error instanceof AggregateError ? (error.errors as unknown[] | undefined)?.[0] : error.cause
  if (inner !== undefined && depth < DEEPEST) hide('cause', foreignError(inner, redact, depth + 1))
  return kept
}
