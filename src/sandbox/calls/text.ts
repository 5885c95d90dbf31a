const padded = (width: number, count: number): string[] =>
  Array.from({ length: count }, (_, value) => String(value).padStart(width, '0'))

const TWO = padded(2, 60)
const THREE = padded(3, 1000)

let dayNumber = Number.NaN
let dayText = ''

/** Seconds since 1970 as `YYYY-MM-DD HH:MM:SS`. */
export const stamp = (seconds: number | undefined): string | null => {
  if (seconds === undefined) return null
  const day = Math.floor(seconds / 86_400)
  if (day !== dayNumber) {
    dayNumber = day
    dayText = new Date(day * 86_400_000).toISOString().slice(0, 10)
  }
  const left = seconds - day * 86_400
  const minutes = Math.floor(left / 60)
  return `${dayText} ${TWO[Math.floor(minutes / 60)] ?? ''}:${TWO[minutes % 60] ?? ''}:${TWO[left % 60] ?? ''}`
}

/** Thousandths of a dollar with three decimals. */
export const dollars = (thousandths: number): string =>
  `${Math.floor(thousandths / 1000)}.${THREE[thousandths % 1000] ?? ''}`
