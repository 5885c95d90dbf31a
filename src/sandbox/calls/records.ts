import type { Call } from './call.js'
import { cellsOf } from './cells.js'
import type { FileColumn } from './layout.js'

/** A call as a reader of the file should get it. */
export interface SandboxRecord {
  [property: string]: string | number | null | Record<string, string | null>
}

const valueOf = (text: string | null, kind: FileColumn['kind']): string | number | null => {
  if (text === null) return null
  if (kind === 'timestamp') return `${text.replace(' ', 'T')}Z`
  return kind === 'integer' ? Number(text) : text
}

/** The records of calls: every column of the version, null where the file lacks it; the sandbox's own under `other`. */
export const recordsOf = (
  calls: Iterable<Call>,
  type: string,
  all: readonly FileColumn[],
  file: readonly FileColumn[],
): SandboxRecord[] => {
  const cells = cellsOf(type)
  const present = new Set(file.flatMap(({ property, isOwn }) => (isOwn ? [] : [property])))
  const own = file.filter(({ isOwn }) => isOwn)
  return Array.from(calls, (call) => {
    const text = (property: string): string | null => cells[property]?.(call) ?? null
    const known = all.map(({ property, kind }) => [
      property,
      present.has(property) ? valueOf(text(property), kind) : null,
    ])
    const other = own.map(({ column, property }) => [column, text(property)])
    return {
      ...Object.fromEntries(known),
      ...(own.length > 0 && { other: Object.fromEntries(other) as object }),
    } as SandboxRecord
  })
}
