/** Shorter values are repeated rather than named. */
const MIN_LENGTH = 100

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

const isComposite = (value: Value): value is readonly Value[] | { readonly [name: string]: Value } =>
  typeof value === 'object' && value !== null

/** How often each object and list occurs, by its text; what lies within one that was seen before is not counted again. */
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
 * Writes tables such that what occurs more than once in them, as most does from version to version, is one constant:
 * the program is as small as what differs, and so is what there is to read.
 *
 * @param tables - By what each is declared as, such as `export const facts: Facts`.
 */
export const renderTables = (tables: Record<string, object>): string => {
  // As JSON has it: members that are undefined are not there.
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
  // A constant is put in the map after those it is made of.
  return [...[...constants.values()].map((one) => `const ${one.name} = ${one.body} as const\n`), ...whole].join('\n')
}
