/** The largest of numbers, of which there may be more than a call takes arguments; -Infinity of none. */
export const largest = (numbers: readonly number[]): number =>
  numbers.reduce((one, other) => Math.max(one, other), -Infinity)

/** The smallest of numbers; Infinity of none. */
export const smallest = (numbers: readonly number[]): number =>
  numbers.reduce((one, other) => Math.min(one, other), Infinity)
