import { ConfigurationError } from '../errors/configuration-error.js'

/** A span of time: milliseconds, or a number with a unit, `250ms`, `30s`, `5m`, `2h`, `3d`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A duration in milliseconds. */
export const millisecondsIn = (duration: Duration): number => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(String(duration)) ?? []
  const ms = typeof duration === 'number' ? duration : Number(amount) * (UNITS[unit ?? 'ms'] ?? Number.NaN)
  if (ms >= 0 && Number.isFinite(ms)) return ms
  throw new ConfigurationError('invalid_option', `${JSON.stringify(duration)} is not a duration`, {
    hint: 'Give milliseconds, or a number with ms, s, m, h or d, such as 2h.',
  })
}
