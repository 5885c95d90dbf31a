/** Longest pause between two attempts, in milliseconds. */
const CAP = 30_000

/** The pause before attempt `n` + 1: up to a second, doubling each time, half of it chance. */
export const backoffMs = (n: number, random: () => number): number =>
  Math.min(CAP, 1000 * 2 ** Math.min(n, 10)) * (0.5 + 0.5 * random())
