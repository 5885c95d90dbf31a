/** One thing that was looked at, and whether it is as it should be. */
export interface Finding {
  readonly what: string
  readonly found: string
  readonly wanted: string
  readonly ok: boolean
  /** What was found, a line each, where it should be nothing. */
  readonly details?: readonly string[]
}

/** A number that must not be more than a limit. */
export const atMost = (what: string, value: number, limit: number, unit = ''): Finding => {
  const digits = Number.isInteger(value) ? 0 : value < 10 ? 2 : 1
  return { what, found: `${value.toFixed(digits)}${unit}`, wanted: `at most ${limit}${unit}`, ok: value <= limit }
}

/** A list that must be empty. */
export const none = (what: string, found: readonly string[]): Finding => ({
  what,
  found: found.length === 0 ? 'none' : String(found.length),
  wanted: 'none',
  ok: found.length === 0,
  details: found,
})
