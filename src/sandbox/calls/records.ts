import type { Call } from './call.js'
import { cellsOf } from './cells.js'
import type { FileColumn } from './layout.js'

/** A call as a reader of the file is to get it. */
export type SandboxRecord = Record<string, string | number | null>

const valueOf = (text: string | null, kind: FileColumn['kind']): string | number | null => {
  if (text === null) return null
  if (kind === 'timestamp') return `${text.replace(' ', 'T')}Z`
  return kind === 'integer' ? Number(text) : text
}

/** The records of calls: every column the version knows, null where the file lacks it. */
export const recordsOf = (
  calls: Iterable<Call>,
  type: string,
  all: readonly FileColumn[],
  file: readonly FileColumn[],
): SandboxRecord[] => {
  const cells = cellsOf(type)
  const present = new Set(file.map(({ property }) => property))
  return Array.from(calls, (call) =>
    Object.fromEntries(
      all.map(({ property, kind }) => [
        property,
        present.has(property) ? valueOf(cells[property]?.(call) ?? null, kind) : null,
      ]),
    ),
  )
}
