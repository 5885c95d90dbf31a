import { MAX_DECIMAL_BYTES } from './limits.js'

const ZERO = 48
const MINUS = 45
const POINT = 46

/** @returns The integer; null when it is none, or not a safe one. */
export const readInteger = (bytes: Uint8Array, start: number, end: number): number | null => {
  const negative = bytes[start] === MINUS
  let at = negative ? start + 1 : start
  if (at === end) return null
  let value = 0
  for (; at < end; at++) {
    const digit = (bytes[at] ?? 0) - ZERO
    if (digit < 0 || digit > 9) return null
    value = value * 10 + digit
    if (value > Number.MAX_SAFE_INTEGER) return null
  }
  return negative && value > 0 ? -value : value
}

/** Whether it is a plain decimal number: digits, perhaps a minus before and a fraction after. */
export const isDecimal = (bytes: Uint8Array, start: number, end: number): boolean => {
  if (end - start > MAX_DECIMAL_BYTES) return false
  const first = bytes[start] === MINUS ? start + 1 : start
  let at = skipDigits(bytes, first, end)
  if (at === first) return false
  if (at === end) return true
  if (bytes[at] !== POINT) return false
  const fraction = at + 1
  at = skipDigits(bytes, fraction, end)
  return at === end && at > fraction
}

const skipDigits = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from
  while (at < end) {
    const digit = (bytes[at] ?? 0) - ZERO
    if (digit < 0 || digit > 9) break
    at++
  }
  return at
}
