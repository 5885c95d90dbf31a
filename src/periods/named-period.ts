import { DAY_MS, formatInstant, monthOf } from './period.js'

const dayName = (ms: number): string => formatInstant(ms).slice(0, 10)
const monthName = (ms: number): string => formatInstant(ms).slice(0, 7)

/** Names of periods in UTC, and what each is at a time. */
const NAMED: ReadonlyMap<string, (now: number) => string> = new Map([
  ['this-month', (now) => monthName(now)],
  ['last-month', (now) => monthName(monthOf(now).from - 1)],
  ['today', (now) => dayName(now)],
  ['yesterday', (now) => dayName(now - DAY_MS)],
])

/** All names, for the help. */
export const periodNames: readonly string[] = [...NAMED.keys()]

/** A period with the names in it resolved: `last-month` to `2026-10`. `FROM..TO` may have a name on either side. */
export const resolvePeriod = (text: string, now: number): string =>
  text
    .split('..')
    .map((part) => NAMED.get(part)?.(now) ?? part)
    .join('..')
