/** An exact sum of decimal texts, with as many decimals as the longest of them. */
export class DecimalSum {
  #units = 0n
  #decimals = 0
  /** How many were added. */
  count = 0

  add(amount: string): void {
    const point = amount.indexOf('.')
    const decimals = point < 0 ? 0 : amount.length - point - 1
    if (decimals > this.#decimals) {
      this.#units *= 10n ** BigInt(decimals - this.#decimals)
      this.#decimals = decimals
    }
    const units = BigInt(point < 0 ? amount : amount.slice(0, point) + amount.slice(point + 1))
    this.#units += decimals === this.#decimals ? units : units * 10n ** BigInt(this.#decimals - decimals)
    this.count += 1
  }

  /** The sum as text; null when nothing was added. */
  text(): string | null {
    if (this.count === 0) return null
    const digits = String(this.#units < 0n ? -this.#units : this.#units).padStart(this.#decimals + 1, '0')
    const whole = digits.length - this.#decimals
    const text = this.#decimals === 0 ? digits : `${digits.slice(0, whole)}.${digits.slice(whole)}`
    return this.#units < 0n ? `-${text}` : text
  }
}
