import { isUtf8 } from 'node:buffer'
import { DOUBLED } from './row-scanner.js'

/** The text of a field; what is not UTF-8 becomes U+FFFD. */
export const fieldText = (bytes: Buffer, start: number, end: number, mark: number): string => {
  const text = bytes.toString('utf8', start, end)
  return (mark & DOUBLED) === 0 ? text : text.replaceAll('""', '"')
}

/** Whether bytes were lost in the text of a field. A U+FFFD can also stand in the file itself. */
export const isDamaged = (text: string, bytes: Buffer, start: number, end: number): boolean =>
  text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end))
