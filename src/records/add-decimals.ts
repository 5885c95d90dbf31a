/**
 * The exact sum of decimal texts, with as many decimals as the longest of them has; null when one of them is
 * null, since the sum of the others would be too low.
 *
 * @example
 * addDecimals(['0.86', '0.240', '0']) // '1.100'
 */
export const addDecimals = (amounts: readonly (string | null)[]): string | null => {
  let decimals = 0
  for (const amount of amounts) {
    if (amount === null) return null
    decimals = Math.max(decimals, decimalsOf(amount))
  }
  let sum = 0n
  for (const amount of amounts) sum += unitsOf(amount ?? '', decimals)
  const sign = sum < 0n ? '-' : ''
  const digits = String(sum < 0n ? -sum : sum).padStart(decimals + 1, '0')
  const whole = digits.length - decimals
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, whole)}.${digits.slice(whole)}`
}

const decimalsOf = (amount: string): number => {
  const point = amount.indexOf('.')
  return point < 0 ? 0 : amount.length - point - 1
}

/** `0.86` with three decimals is 860. */
const unitsOf = (amount: string, decimals: number): bigint =>
  BigInt(amount.replace('.', '') + '0'.repeat(decimals - decimalsOf(amount)))
