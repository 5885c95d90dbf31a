import type { Shape } from '../../generated/answers.js'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a text is a UUID, which is what every id of the API is. */
export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text)

const typeOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

const hasType = (value: unknown, allowed: readonly string[]): boolean =>
  allowed.length === 0 || allowed.includes(typeOf(value)) || (allowed.includes('integer') && Number.isInteger(value))

/** Says which part of a value does not match the spec, by its JSON Pointer; undefined when all of it does. */
export const shapeFault = (value: unknown, shape: Shape, pointer = ''): string | undefined => {
  const at = pointer === '' ? 'the document' : pointer
  if (!hasType(value, shape.type)) return `${at} is ${typeOf(value)}, not ${shape.type.join(' or ')}`
  if (value === null) return undefined
  if (shape.values && !shape.values.includes(value as string)) {
    return `${at} is ${JSON.stringify(value)}, not one of ${shape.values.join(', ')}`
  }
  if (shape.format === 'uuid' && !isUuid(value)) return `${at} is not a UUID`
  if (Array.isArray(value)) return shape.items && firstFault(value, shape.items, pointer)
  return typeof value === 'object' ? membersFault(value as Record<string, unknown>, shape, pointer) : undefined
}

const firstFault = (values: readonly unknown[], shape: Shape, pointer: string): string | undefined => {
  for (const [index, value] of values.entries()) {
    const fault = shapeFault(value, shape, `${pointer}/${index}`)
    if (fault !== undefined) return fault
  }
  return undefined
}

const membersFault = (value: Record<string, unknown>, shape: Shape, pointer: string): string | undefined => {
  const lacking = shape.required?.find((name) => !Object.hasOwn(value, name))
  if (lacking !== undefined) return `${pointer}/${lacking} is missing`
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const fault = Object.hasOwn(value, name) ? shapeFault(value[name], member, `${pointer}/${name}`) : undefined
    if (fault !== undefined) return fault
  }
  return undefined
}
