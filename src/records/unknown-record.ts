import { columns } from '../../generated/columns.js'
import { RecordFormatError } from '../errors/record-format-error.js'

interface Form {
  readonly name: string
  readonly properties: readonly string[]
}

const forms = (): Form[] =>
  Object.entries(columns).flatMap(([version, types]) =>
    Object.entries(types).map(([type, known]: [string, readonly { readonly property: string }[]]) => ({
      name: `${type} of ${version}`,
      properties: known.map(({ property }) => property),
    })),
  )

/** Why a value is not the record of a call: what the form it is nearest to has and it has not. No value is shown. */
const reason = (given: unknown): string => {
  const has = new Set(typeof given === 'object' && given !== null ? Object.keys(given) : [])
  const [nearest] = forms()
    .filter(({ properties }) => properties.length > 0)
    .map(({ name, properties }) => ({ name, properties, lacks: properties.filter((one) => !has.has(one)) }))
    .toSorted((one, other) => one.lacks.length / one.properties.length - other.lacks.length / other.properties.length)
  if (!nearest || nearest.lacks.length === nearest.properties.length)
    return 'it has none of the properties that are known'
  const { name, lacks } = nearest
  if (lacks.length === 0) return `a record of ${name} is no call`
  return `of ${name} it lacks ${lacks.slice(0, 3).join(', ')}${lacks.length > 3 ? ` and ${lacks.length - 3} more` : ''}`
}

export const unknownRecord = (given: unknown): RecordFormatError =>
  new RecordFormatError('unknown_record', `This is not the whole record of a call: ${reason(given)}`, {
    hint: 'Give a record with all its properties, as records(), pull() and decodeRecords() give it.',
  })
