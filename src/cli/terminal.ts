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

/** Colours a word: on a terminal that has colours only, and never with `NO_COLOR`. */
export const coloured = (stream: NodeJS.WriteStream, colour: Colour, text: string): string => {
  const wanted = stream.isTTY && !process.env['NO_COLOR'] && stream.hasColors()
  return wanted ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text
}
