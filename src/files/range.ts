import type { FileAnswer } from './source.js'

/** What is known about the file that a part belongs to. */
export interface PartNote {
  /** Id of the export. */
  readonly id: string
  /** Strong validator: the same ETag means the same bytes. */
  readonly etag: string
  /** Bytes in total, when the server says so. */
  readonly total: number | undefined
}

/** The ETag of an answer, if it is strong. */
export const strongEtag = (headers: Headers): string | undefined => {
  const etag = headers.get('ETag')?.trim()
  return etag !== undefined && /^"[^"]*"$/.test(etag) ? etag : undefined
}

export const lengthOf = (headers: Headers): number | undefined => {
  const text = headers.get('Content-Length')
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined
}

/** Headers that request the rest of a file, if it is still the same. */
export const rangeHeaders = (bytes: number, { etag }: PartNote): Readonly<Record<string, string>> => ({
  Range: `bytes=${bytes}-`,
  'If-Range': etag,
})

/** Whether an answer is exactly the rest of that file after these bytes. */
export const goesOn = ({ status, headers }: FileAnswer, bytes: number, { etag, total }: PartNote): boolean => {
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('Content-Range')?.trim() ?? '')
  if (status !== 206 || !range || strongEtag(headers) !== etag) return false
  const [first, last, size] = range.slice(1).map(Number) as [number, number, number]
  const length = lengthOf(headers) ?? size - bytes
  return first === bytes && last === size - 1 && size === (total ?? size) && length === size - bytes
}
