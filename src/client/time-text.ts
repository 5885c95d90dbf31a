const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

/** A time in UTC as a format of `strftime` letters writes it: `%Y-%m-%d %H:%M:%S`. */
export const formatTime = (ms: number, format: string): string => {
  const date = new Date(ms)
  const parts: Record<string, string> = {
    '%Y': pad(date.getUTCFullYear(), 4),
    '%m': pad(date.getUTCMonth() + 1),
    '%d': pad(date.getUTCDate()),
    '%H': pad(date.getUTCHours()),
    '%M': pad(date.getUTCMinutes()),
    '%S': pad(date.getUTCSeconds()),
  }
  return format.replace(/%[YmdHMS]/g, (letter) => parts[letter] ?? letter)
}

const TIME = /^([1-9]\d{3}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})Z?$/

/** The milliseconds of a time in UTC, written with a space or as ISO 8601; undefined when it is neither. */
export const parseTime = (text: string): number | undefined => {
  const [, date = '', time = ''] = TIME.exec(text) ?? []
  const at = Date.parse(`${date}T${time}Z`)
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(date) ? undefined : at
}
