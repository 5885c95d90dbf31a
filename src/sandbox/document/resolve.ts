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

/** The properties of a schema, including those of all its branches. */
export const propertiesOf = (document: OpenApi, schema: Schema): Record<string, Schema> => {
  const own = resolve(document, schema)
  const branches = [...(own.allOf ?? []), ...(own.anyOf ?? []), ...(own.oneOf ?? [])]
  const together: Record<string, Schema> = {}
  for (const [name, property] of branches.flatMap((one) => Object.entries(propertiesOf(document, one)))) {
    const known = together[name]
    together[name] = known ? { anyOf: [known, property] } : property
  }
  return { ...together, ...own.properties }
}

/** The values that a schema lists. */
export const valuesOf = (document: OpenApi, schema: Schema): readonly (string | null)[] => {
  const own = resolve(document, schema)
  const branches = [...(own.allOf ?? []), ...(own.anyOf ?? []), ...(own.oneOf ?? [])]
  const listed = own.enum ?? (own.const === undefined ? [] : [own.const])
  return [...new Set([...listed, ...branches.flatMap((one) => valuesOf(document, one))])]
}
