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

/** The version and export type that a file is said to have. */
export interface Claim {
  readonly apiVersion: string
  readonly exportType: string
  readonly layouts: readonly AnyLayout[]
}

/**
 * The layout that fits the header; of several, the one with the most columns.
 *
 * A layout that is known in part requires few columns, so files of another type fit it too. It is not chosen when the
 * header completely fits another type.
 *
 * @param strict - When false and no layout fits, the nearest one is chosen.
 * @throws {RecordFormatError} `unknown_layout`.
 */
export const chooseLayout = (claim: Claim, names: readonly string[], strict: boolean): AnyLayout => {
  const header = new Set(names)
  const byMatches = claim.layouts.toSorted((one, other) => countMatched(other, header) - countMatched(one, header))
  const found = byMatches.find((layout) => missingFrom(header, layout).length === 0)
  if (found !== undefined && (!strict || found.known === 'whole' || !isOfAnotherType(header, claim))) return found
  const nearest = byMatches[0]
  if (strict || nearest === undefined) throw unknownLayout(byMatches, header, claim)
  return nearest
}

const isOfAnotherType = (header: ReadonlySet<string>, { exportType }: Claim): boolean =>
  layoutsThatFit(header).some(({ type, layout }) => type !== exportType && layout.known === 'whole')

const has = (header: ReadonlySet<string>, names: readonly string[] = []): boolean =>
  names.some((name) => header.has(name))

const countMatched = ({ headers }: AnyLayout, header: ReadonlySet<string>): number =>
  Object.values(headers).filter((names) => has(header, names)).length

const missingFrom = (header: ReadonlySet<string>, { headers, required }: AnyLayout): string[] =>
  required.filter((property) => !has(header, headers[property])).map((property) => headers[property]?.[0] ?? property)

const unknownLayout = (
  byMatches: readonly AnyLayout[],
  header: ReadonlySet<string>,
  { apiVersion, exportType }: Claim,
): RecordFormatError => {
  const [missing = []] = byMatches.map((layout) => missingFrom(header, layout)).toSorted((a, b) => a.length - b.length)
  const form = otherForm([...header])
  if (form !== undefined) return form
  const all = layoutsThatFit(header)
  const whole = all.filter(({ layout }) => layout.known === 'whole')
  const fits = (whole.length > 0 ? whole : all).map(
    ({ version, type, layout }) => `${type} of ${version} (${layout.name})`,
  )
  const instead = fits.length > 0 ? `it fits ${fits.join(', ')}` : 'it fits no layout that is known'
  const lacks = missing.length > 0 ? `; it lacks ${listBriefly(missing)}` : ''
  const problem = `The header is not one of ${exportType} of ${apiVersion}: ${instead}${lacks}`
  return new RecordFormatError('unknown_layout', problem, {
    line: 1,
    hint:
      fits.length > 0 ? 'Name the version and export type the file was made with.' : 'Is this the file of an export?',
  })
}

/** The error for a header that was not written by the API but by a program that saved the file again. */
export const otherForm = (names: readonly string[]): RecordFormatError | undefined => {
  const [first = ''] = names
  const separator = names.length === 1 ? /[;\t|]/.exec(first)?.[0] : undefined
  const problem = /\0|^\ufffd\ufffd/.test(first)
    ? 'The file is in UTF-16, not in UTF-8'
    : separator && `The columns are separated by ${separator === '\t' ? 'tabs' : separator} rather than commas`
  if (!problem) return undefined
  return new RecordFormatError('unknown_layout', problem, {
    line: 1,
    hint: 'Another program has saved the file in its own form. Use the file as it was downloaded.',
  })
}

const listBriefly = (names: readonly string[]): string => {
  const rest = names.length - 3
  return rest > 1 ? `${names.slice(0, 3).join(', ')} and ${rest} more` : names.join(', ')
}

/** A layout that a header has, and whose it is. */
export interface Fit {
  readonly version: string
  readonly type: string
  readonly layout: AnyLayout
}

/** Every layout of any version and export type whose required columns the header has, if it requires any. */
export const layoutsThatFit = (header: ReadonlySet<string>): Fit[] =>
  Object.entries(layouts).flatMap(([version, types]) =>
    Object.entries(types).flatMap(([type, known]: [string, readonly AnyLayout[]]) =>
      known
        .filter((layout) => layout.required.length > 0 && missingFrom(header, layout).length === 0)
        .map((layout) => ({ version, type, layout })),
    ),
  )
