/** What a terminal obeys or hides instead of showing it; lines and tabs stay. */
const CONTROL = /[\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u007f-\u009f]|(?![\n\t])\p{Cc}/gu

/** Each unit as JSON writes it, so that JSON stays what it was. */
const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => unit(character.charCodeAt(index))).join('')

const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`

/** A text of several lines that is safe to show on a terminal, whoever wrote it. */
export const shown = (text: string): string => text.replace(CONTROL, escaped)

/** For a terminal with its control characters escaped; for a pipe or a file as it is. */
export const forStream = (stream: NodeJS.WriteStream, text: string): string => (stream.isTTY ? shown(text) : text)

export type Colour = 'green' | 'yellow' | 'red'

const CODES: Record<Colour, number> = { green: 32, yellow: 33, red: 31 }

/** Whether to colour: on a terminal that has colours only, and never with `NO_COLOR` (https://no-color.org). */
export const hasColours = (stream: NodeJS.WriteStream): boolean =>
  stream.isTTY && !process.env['NO_COLOR'] && stream.hasColors()

export const coloured = (stream: NodeJS.WriteStream, colour: Colour, text: string): string =>
  hasColours(stream) ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text

/** Columns of the terminal, 80 elsewhere. */
export const terminalWidth = (): number =>
  process.stdout.isTTY && process.stdout.columns >= 20 ? process.stdout.columns : 80

/** Breaks a line between words; a word that is longer than a line stays whole. */
export const wrap = (text: string, width: number): string[] =>
  text
    .replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n')
    .trimEnd()
    .split('\n')
