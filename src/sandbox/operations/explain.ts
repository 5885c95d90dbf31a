import type { ErrorObject as AjvError } from 'ajv/dist/2020.js'
import { type ErrorObject, recordedError } from '../document/recorded.js'

const FILTERS = '/data/attributes/filters'

/** The JSON Pointer of an error of the validator. */
export const pointerOf = ({ instancePath, params }: AjvError): string => {
  const { missingProperty, additionalProperty, unevaluatedProperty, tag } = params as Record<string, string | undefined>
  const member = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? tag
  return member === undefined ? instancePath : `${instancePath}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** An error about a filter. Its pointer is that of all filters; the text names the filter. */
export const filterError = (example: string, name: string, problem?: string): ErrorObject => {
  const recorded = recordedError(422, example)
  const adapt = (text = ''): string =>
    text.replace(/\bfrom\b.*/, (all) => (problem ? `${name} ${problem}` : all.replace('from', name)))
  return { ...recorded, title: adapt(recorded.title), detail: adapt(recorded.detail), source: { pointer: FILTERS } }
}

const attributeError = (pointer: string, problem: string): ErrorObject => ({
  title: problem,
  detail: `${pointer.split('/').at(-1) ?? ''} - ${problem}`,
  code: recordedError(422).code ?? '100',
  source: { pointer },
  status: '422',
})

const problemOf = ({ keyword, params }: AjvError): string => {
  const { limit, error } = params as { limit?: number; error?: string }
  if (keyword === 'required' || (keyword === 'discriminator' && error === 'tag')) return "can't be blank"
  if (keyword === 'maxLength') return `is too long (maximum is ${limit ?? 0} characters)`
  return 'is invalid'
}

/** Whether an error is about an unknown member outside the filters. */
export const isStranger = ({ keyword, instancePath }: AjvError): boolean =>
  (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') && !instancePath.startsWith(FILTERS)

export const strangerError = (error: AjvError): ErrorObject => ({
  title: 'Param not allowed',
  detail: `${pointerOf(error).split('/').at(-1) ?? ''} is not allowed.`,
  code: '105',
  source: { pointer: pointerOf(error) },
  status: '400',
})

/** Keywords whose errors only repeat those of others. */
const SUMMARIES = ['anyOf', 'oneOf', 'allOf', 'if', 'not']

const explained = (error: AjvError): ErrorObject => {
  const pointer = pointerOf(error)
  if (!pointer.startsWith(`${FILTERS}/`)) return attributeError(pointer, problemOf(error))
  const name = pointer.slice(FILTERS.length + 1).split('/')[0] ?? ''
  const isUnknown = error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties'
  return filterError('filter-not-valid', name, isUnknown ? 'not allowed' : undefined)
}

/** One error object for each problem, however many rules it breaks. */
export const explain = (errors: readonly AjvError[]): ErrorObject[] => {
  const exact = errors.filter(({ keyword }) => !SUMMARIES.includes(keyword))
  const objects = (exact.length > 0 ? exact : errors).map(explained)
  return [...new Map(objects.map((one) => [`${one.source?.pointer ?? ''} ${one.detail}`, one])).values()]
}
