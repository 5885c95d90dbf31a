/** The bytes a request asks for: `start` is the first, `end` the first after. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * The range of a `Range` header within `total` bytes. `whole` when there is none that is understood;
 * `unsatisfiable` when it lies beyond the end.
 */
export const rangeOf = (header: string | null, total: number): ByteRange | 'whole' | 'unsatisfiable' => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return 'whole'
  if (first === '') {
    const start = Math.max(0, total - Number(last))
    return Number(last) === 0 ? 'unsatisfiable' : { start, end: total }
  }
  if (last !== '' && Number(last) < Number(first)) return 'whole'
  if (Number(first) >= total) return 'unsatisfiable'
  return { start: Number(first), end: last === '' ? total : Math.min(total, Number(last) + 1) }
}
