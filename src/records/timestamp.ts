const ZERO = 48
const DASH = 45
const SPACE = 32
const COLON = 58
const LETTER_T = 84
const LETTER_Z = 90

/** Bytes of `YYYY-MM-DD HH:MM:SS`. */
const LENGTH = 19

/**
 * Turns `2018-12-06 05:20:58` into `2018-12-06T05:20:58Z` where it stands; the `Z` takes the place of
 * the byte after the field.
 *
 * @returns Whether it is a time that exists; otherwise nothing was changed. There is no year 0000: 1 BC comes before 0001.
 */
export const rewriteTimestamp = (bytes: Uint8Array, start: number, end: number): boolean => {
  if (end - start !== LENGTH) return false
  if (
    bytes[start + 4] !== DASH ||
    bytes[start + 7] !== DASH ||
    bytes[start + 10] !== SPACE ||
    bytes[start + 13] !== COLON ||
    bytes[start + 16] !== COLON
  ) {
    return false
  }
  const century = twoDigits(bytes, start)
  const year = twoDigits(bytes, start + 2)
  const month = twoDigits(bytes, start + 5)
  const day = twoDigits(bytes, start + 8)
  const hour = twoDigits(bytes, start + 11)
  const minute = twoDigits(bytes, start + 14)
  const second = twoDigits(bytes, start + 17)
  if ((century | year | month | day | hour | minute | second) < 0) return false
  if (hour > 23 || minute > 59 || second > 59 || (century | year) === 0 || month < 1 || month > 12 || day < 1)
    return false
  if (day > 28 && day > daysIn(century * 100 + year, month)) return false
  bytes[start + 10] = LETTER_T
  bytes[end] = LETTER_Z
  return true
}

/** @returns The number; negative when one of the two is no digit. */
const twoDigits = (bytes: Uint8Array, at: number): number => {
  const tens = (bytes[at] ?? 0) - ZERO
  const ones = (bytes[at + 1] ?? 0) - ZERO
  return (tens | (9 - tens) | ones | (9 - ones)) < 0 ? -1 : tens * 10 + ones
}

const daysIn = (year: number, month: number): number => {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

/** Whether the field that ends here was rewritten. */
export const isRewritten = (bytes: Uint8Array, end: number): boolean => bytes[end] === LETTER_Z
