/** Characters that a terminal interprets or hides; line ends and tabs stay. */
const CONTROL = /[\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u007f-\u009f]|(?![\n\t])\p{Cc}/gu

/** Escapes as JSON does, so that JSON stays valid. */
const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => unit(character.charCodeAt(index))).join('')

const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`

/** Makes a text of several lines safe for a terminal. */
export const shown = (text: string): string => text.replace(CONTROL, escaped)

/** Escapes control characters for a terminal; a pipe or file gets the text as it is. */
export const forStream = (stream: NodeJS.WriteStream, text: string): string => (stream.isTTY ? shown(text) : text)

export type Colour = 'green' | 'yellow' | 'red'

const CODES: Record<Colour, number> = { green: 32, yellow: 33, red: 31 }

/** Whether to use colours: on a terminal with colours, unless `NO_COLOR` is set (https://no-color.org). */
export const hasColours = (stream: NodeJS.WriteStream): boolean =>
  stream.isTTY && !process.env['NO_COLOR'] && stream.hasColors()

export const coloured = (stream: NodeJS.WriteStream, colour: Colour, text: string): string =>
  hasColours(stream) ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text

/** Columns of the terminal; 80 when there is none. */
export const terminalWidth = (): number =>
  process.stdout.isTTY && process.stdout.columns >= 20 ? process.stdout.columns : 80

/** Wraps a line between words. A word that is longer than a line is not split. */
export const wrap = (text: string, width: number): string[] =>
  text
    .replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n')
    .trimEnd()
    .split('\n')
