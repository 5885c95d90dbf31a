/** Shorter values are repeated instead of shared. */
const MIN_LENGTH = 100

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

const isComposite = (value: Value): value is readonly Value[] | { readonly [name: string]: Value } =>
  typeof value === 'object' && value !== null

/** How often each object and list occurs, by its JSON. The contents of a repeated value are counted once. */
const countValues = (roots: readonly Value[]): Map<string, number> => {
  const counts = new Map<string, number>()
  const count = (value: Value): void => {
    if (!isComposite(value)) return
    const text = JSON.stringify(value)
    counts.set(text, (counts.get(text) ?? 0) + 1)
    if (counts.get(text) === 1) Object.values(value).forEach(count)
  }
  roots.forEach(count)
  return counts
}

/**
 * Writes tables in which every repeated value is a shared constant. Most values are the same in all versions, so this
 * makes the code much smaller.
 *
 * @param tables - Tables by their declarations, such as `export const facts: Facts`.
 */
export const renderTables = (tables: Record<string, object>): string => {
  // Through JSON, which removes undefined members.
  const roots = Object.entries(tables).map(
    ([head, table]) => [head, JSON.parse(JSON.stringify(table)) as Value] as const,
  )
  const counts = countValues(roots.map(([, root]) => root))
  const constants = new Map<string, { name: string; body: string }>()
  const used = new Map<string, number>()
  const nameFor = (key: string): string => {
    const word = key.replace(/\W+/g, '_').replace(/^(?=\d)/, 'v')
    used.set(word, (used.get(word) ?? 0) + 1)
    return `${word}_${used.get(word) ?? ''}`
  }
  const body = (value: Value, key: string, indent: string): string => {
    if (!isComposite(value)) return JSON.stringify(value)
    const inner = `${indent}  `
    const members = Array.isArray(value)
      ? value.map((member: Value) => inner + write(member, key, inner))
      : Object.entries(value).map(
          ([name, member]: [string, Value]) => `${inner}${JSON.stringify(name)}: ${write(member, name, inner)}`,
        )
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
    return members.length === 0 ? open + close : `${open}\n${members.join(',\n')}\n${indent}${close}`
  }
  const write = (value: Value, key: string, indent: string): string => {
    const text = JSON.stringify(value)
    if (text.length < MIN_LENGTH || (counts.get(text) ?? 0) < 2) return body(value, key, indent)
    const known = constants.get(text) ?? { body: body(value, key, ''), name: nameFor(key) }
    constants.set(text, known)
    return known.name
  }
  const whole = roots.map(([head, root]) => `${head} = ${body(root, '', '')}\n`)
  // A constant comes after the constants that it uses.
  return [...[...constants.values()].map((one) => `const ${one.name} = ${one.body} as const\n`), ...whole].join('\n')
}
