const UNITS = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
] as const

/** A span of time in the largest unit of which there are at least two, such as `3 days`. */
export const inWords = (ms: number): string => {
  const [name, size] = UNITS.find((unit) => ms >= 2 * unit[1]) ?? ['s', 1000]
  return `${Math.round(ms / size)} ${name}`
}
