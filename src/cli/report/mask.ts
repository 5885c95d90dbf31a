import type { Name } from './data.js'

/** Hides the last four digits of what may be a telephone number, wherever it stands in a text. */
export const maskNumbers = (name: Name): Name =>
  name?.replace(/\d{6,}/g, (digits) => `${digits.slice(0, -4)}••••`) ?? null
