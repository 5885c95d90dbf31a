import { layouts } from '../../generated/columns.js'
import { RecordFormatError } from '../errors/record-format-error.js'

/** A generated layout, whatever its version and export type. */
export interface AnyLayout {
  readonly name: string
  /** `part`: the file has more columns than are known. */
  readonly known: 'whole' | 'part'
  readonly required: readonly string[]
  readonly headers: { readonly [property: string]: readonly string[] | undefined }
}

/**
 * The layout whose columns the header has; of several the one with most of them.
 *
 * @param strict - When false and no layout fits, the nearest is taken.
 * @throws {RecordFormatError} `unknown_layout`.
 */
export const chooseLayout = (
  candidates: readonly AnyLayout[],
  names: readonly string[],
  what: string,
  strict: boolean,
): AnyLayout => {
  const header = new Set(names)
  const byMatches = candidates.toSorted((one, other) => countMatched(other, header) - countMatched(one, header))
  const found =
    byMatches.find((layout) => missingFrom(header, layout).length === 0) ?? (strict ? undefined : byMatches[0])
  if (found === undefined) throw unknownLayout(byMatches, header, what)
  if (strict && found.required.length === 0 && isOtherFile(header)) throw unknownLayout(byMatches, header, what)
  return found
}

/** A layout that asks for nothing fits everything, also what surely is a file of another kind. */
const isOtherFile = (header: ReadonlySet<string>): boolean =>
  everyLayout().some(({ layout }) => layout.known === 'whole' && missingFrom(header, layout).length === 0)

const has = (header: ReadonlySet<string>, names: readonly string[] = []): boolean =>
  names.some((name) => header.has(name))

const countMatched = ({ headers }: AnyLayout, header: ReadonlySet<string>): number =>
  Object.values(headers).filter((names) => has(header, names)).length

const missingFrom = (header: ReadonlySet<string>, { headers, required }: AnyLayout): string[] =>
  required.filter((property) => !has(header, headers[property])).map((property) => headers[property]?.[0] ?? property)

const unknownLayout = (
  byMatches: readonly AnyLayout[],
  header: ReadonlySet<string>,
  what: string,
): RecordFormatError => {
  const missing =
    byMatches.map((layout) => missingFrom(header, layout)).toSorted((a, b) => a.length - b.length)[0] ?? []
  const lacks = missing.length > 0 ? `; it lacks ${listBriefly(missing)}` : ''
  const fits = layoutsThatFit(header)
  const instead = fits.length > 0 ? `it fits ${fits.join(', ')}` : 'it fits no layout that is known'
  return new RecordFormatError('unknown_layout', `The header is not one of ${what}: ${instead}${lacks}`, {
    line: 1,
    hint:
      fits.length > 0 ? 'Name the version and export type the file was made with.' : 'Is this the file of an export?',
  })
}

const listBriefly = (names: readonly string[]): string => {
  const rest = names.length - 3
  return rest > 1 ? `${names.slice(0, 3).join(', ')} and ${rest} more` : names.join(', ')
}

/** Every layout of any version and export type. */
const everyLayout = (): { version: string; type: string; layout: AnyLayout }[] =>
  Object.entries(layouts).flatMap(([version, types]) =>
    Object.entries(types).flatMap(([type, known]: [string, readonly AnyLayout[]]) =>
      known.map((layout) => ({ version, type, layout })),
    ),
  )

/** Every layout whose required columns the header has, if it requires any. */
const layoutsThatFit = (header: ReadonlySet<string>): string[] =>
  everyLayout()
    .filter(({ layout }) => layout.required.length > 0 && missingFrom(header, layout).length === 0)
    .map(({ version, type, layout: { name } }) => `${type} of ${version} (${name})`)
