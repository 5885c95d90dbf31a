import type { FileAnswer } from './source.js'

/** What is known of the file that a part is the beginning of. */
export interface PartNote {
  /** Id of the export. */
  readonly id: string
  /** Strong validator: bytes under the same one are the same. */
  readonly etag: string
  /** Bytes in all, when the server said so. */
  readonly total: number | undefined
}

/** The entity tag of an answer, if it is a strong one. */
export const strongEtag = (headers: Headers): string | undefined => {
  const etag = headers.get('ETag')?.trim()
  return etag !== undefined && /^"[^"]*"$/.test(etag) ? etag : undefined
}

export const lengthOf = (headers: Headers): number | undefined => {
  const text = headers.get('Content-Length')
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined
}

/** Asks for what comes after the bytes that are there, if it still is the same file. */
export const rangeHeaders = (bytes: number, { etag }: PartNote): Readonly<Record<string, string>> => ({
  Range: `bytes=${bytes}-`,
  'If-Range': etag,
})

/** Whether an answer is exactly what comes after these bytes of that very file, to its end. */
export const goesOn = ({ status, headers }: FileAnswer, bytes: number, { etag, total }: PartNote): boolean => {
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('Content-Range')?.trim() ?? '')
  if (status !== 206 || !range || strongEtag(headers) !== etag) return false
  const [first, last, size] = range.slice(1).map(Number) as [number, number, number]
  const length = lengthOf(headers) ?? size - bytes
  return first === bytes && last === size - 1 && size === (total ?? size) && length === size - bytes
}
