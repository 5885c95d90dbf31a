import type { OpenApi, Schema } from './openapi.js'

/** Follows `$ref`s within a document. */
export const resolve = <T extends { readonly $ref?: string }>(document: OpenApi, node: T): T => {
  let found: unknown = node
  for (let ref = node.$ref; ref !== undefined; ref = (found as { $ref?: string }).$ref) {
    found = ref
      .replace(/^#\//, '')
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document)
    if (found === undefined) throw new Error(`${document.info.version}: ${ref} leads nowhere`)
  }
  return found as T
}

/** The properties of a schema, those of all its branches together. */
export const propertiesOf = (document: OpenApi, schema: Schema): Record<string, Schema> => {
  const own = resolve(document, schema)
  const branches = [...(own.allOf ?? []), ...(own.anyOf ?? []), ...(own.oneOf ?? [])]
  return Object.assign({}, ...branches.map((one) => propertiesOf(document, one)), own.properties) as Record<
    string,
    Schema
  >
}

/** The values a schema allows, as far as it lists them. */
export const valuesOf = (document: OpenApi, schema: Schema): readonly (string | null)[] => {
  const own = resolve(document, schema)
  const branches = [...(own.allOf ?? []), ...(own.anyOf ?? []), ...(own.oneOf ?? [])]
  const listed = own.enum ?? (own.const === undefined ? [] : [own.const])
  return [...new Set([...listed, ...branches.flatMap((one) => valuesOf(document, one))])]
}
