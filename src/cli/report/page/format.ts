import type { Sum } from './shown.js'

const counts = new Intl.NumberFormat('en-US')

export const count = (value: number): string => counts.format(value)

const shortCounts = new Intl.NumberFormat('en-US', { notation: 'compact' })

/** A number of a scale: `1.5K`. */
export const short = (value: number): string => shortCounts.format(value)

/** USD, the exact sum, with the decimals of the costs. */
export const cost = (units: bigint, decimals: number): string => {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0')
  const whole = counts.format(BigInt(digits.slice(0, digits.length - decimals)))
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`
  return units < 0n ? `-${text}` : text
}

/** A cost as a number to draw. */
export const drawn = (units: bigint, decimals: number): number => Number(units) / 10 ** decimals

export const minutes = (seconds: number): string =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(seconds / 60)

/** Answered calls among all. */
export const asr = ({ calls, answered }: Sum): number | null => (calls === 0 ? null : answered / calls)

export const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`)

/** Seconds of an answered call, on average. */
export const acd = ({ answered, seconds }: Sum): number | null => (answered === 0 ? null : seconds / answered)

export const length = (seconds: number | null): string => (seconds === null ? '–' : `${seconds.toFixed(1)} s`)
