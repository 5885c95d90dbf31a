import { closedMonth } from '../helpers/closed-month.js'

/** The first days of a month that is in the window and final. */
export const firstDays = (count: number): string => {
  const first = Date.parse(`${closedMonth.period}-01`)
  return `${closedMonth.period}-01..${new Date(first + (count - 1) * 86_400_000).toISOString().slice(0, 10)}`
}

/** Voice out trunks; the sandbox gives calls of its own to those that it does not know. */
export const TRUNKS = ['457bf47d-446d-41cd-91c3-dfbda7bf0753', '0b6b2b4b-7f1c-4d8a-9a5e-3f1d2c4b5a69'] as const
