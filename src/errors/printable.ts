const CONTROL = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`

/**
 * One line that is safe to print: control and bidirectional characters are escaped, and it is cut at `limit`
 * characters.
 */
export const printable = (text: string, limit: number): string => {
  const line = text
    .slice(0, limit * 4)
    .replace(/\s+/gu, ' ')
    .replace(CONTROL, escaped)
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`
}
