import { RecordFormatError } from '../../errors/record-format-error.js'

/** Decimals of the part of a cost below a dollar, which is kept as a whole number. */
const DECIMALS = 12
const DOLLAR = 10 ** DECIMALS

/** The cost of a call in whole numbers, so that sums are exact: dollars, and what is below one. */
export class Cost {
  dollars = 0
  fraction = 0
  /** Most decimals that one had so far. */
  decimals = 0

  /**
   * Reads the cost of the next call; null is nothing.
   *
   * @throws {RecordFormatError} `invalid_value`, when it has more digits than can be added up.
   */
  read(text: string | null): void {
    this.dollars = 0
    this.fraction = 0
    if (text === null) return
    const point = text.indexOf('.')
    const decimals = point < 0 ? 0 : text.length - point - 1
    if (decimals > this.decimals) this.decimals = decimals
    this.dollars = Number(point < 0 ? text : text.slice(0, point))
    if (decimals > DECIMALS || Math.abs(this.dollars) > 1e15) {
      throw new RecordFormatError('invalid_value', 'A cost has more digits than a report can add up exactly', {
        hint: 'Use: didww-exports summary --json',
      })
    }
    if (point < 0) return
    const fraction = Number(text.slice(point + 1)) * 10 ** (DECIMALS - decimals)
    this.fraction = text.startsWith('-') ? -fraction : fraction
  }
}

/** Adds a cost to two neighbours of a table: dollars, and what is below one. */
export const addCost = (
  table: Float64Array,
  at: number,
  { dollars, fraction }: Pick<Cost, 'dollars' | 'fraction'>,
): void => {
  const sum = (table[at + 1] ?? 0) + fraction
  const carried = Math.trunc(sum / DOLLAR)
  table[at] = (table[at] ?? 0) + dollars + carried
  table[at + 1] = sum - carried * DOLLAR
}

/** A cost in units of so many decimals; as a text where a number is not exact. */
export const unitsOf = (dollars: number, fraction: number, decimals: number): number | string => {
  const units = BigInt(dollars) * 10n ** BigInt(decimals) + BigInt(fraction) / 10n ** BigInt(DECIMALS - decimals)
  const number = Number(units)
  return Number.isSafeInteger(number) ? number : String(units)
}
