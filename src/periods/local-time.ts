import { pad } from './period.js'
import type { TimeZone } from './time-zone.js'

/** An offset as ISO 8601 has it: `+03:00`; with seconds only where a zone had them, long ago. */
export const offsetText = (offsetMs: number): string => {
  const seconds = Math.abs(Math.round(offsetMs / 1000))
  const rest = seconds % 60
  const text = `${offsetMs < 0 ? '-' : '+'}${pad(Math.floor(seconds / 3600))}:${pad(Math.floor((seconds % 3600) / 60))}`
  return rest === 0 ? text : `${text}:${pad(rest)}`
}

/**
 * Writes times in UTC, `2026-10-25T00:30:00Z`, as the clocks of a zone show them: `2026-10-25T03:30:00+03:00`. The two
 * hours that clocks show alike in autumn differ in their offset. It asks for an offset once for as long as it lasts, so
 * that a million calls cost little.
 */
export const createLocalTime = (zone: TimeZone): ((utc: string) => string) => {
  let known = { offsetMs: 0, from: 0, to: 0 }
  let suffix = ''
  return (utc) => {
    const at = Date.parse(utc)
    if (Number.isNaN(at)) return utc
    if (at < known.from || at >= known.to) {
      known = zone.offsetAt(at)
      suffix = offsetText(known.offsetMs)
    }
    return new Date(at + known.offsetMs).toISOString().slice(0, 19) + suffix
  }
}
