export type Value = string | number | null
export type Row = Record<string, Value | Record<string, Value>>

/**
 * Makes records of arrays of values: first those of the properties, then those of the unknown columns,
 * which go to `other`. All records have the same properties in the same order.
 */
export const createRowBuilder = (
  properties: readonly string[],
  unknown: readonly string[],
): ((values: readonly Value[]) => Row) => {
  const empty: Row = emptyRow(unknown.length > 0 ? [...properties, 'other'] : properties)
  const build = fill(empty, properties)
  if (unknown.length === 0) return build
  const first = properties.length
  const emptyOther = emptyRow(unknown)
  return (values) => {
    const row = build(values)
    const other = { ...emptyOther }
    for (let i = 0; i < unknown.length; i++) other[unknown[i] ?? ''] = values[first + i] ?? null
    row.other = other
    return row
  }
}

/**
 * Each property is stored by a line of its own, because V8 remembers one name for each place that stores:
 * a loop looks every name up again, measured at 15 ns for each. Compiling code from strings would do the
 * same, but hardened processes forbid it.
 */
const fill =
  (empty: Row, names: readonly string[], count: number = names.length) =>
  (values: readonly Value[]): Row => {
    const row = { ...empty }
    if (count > 0) row[names[0] ?? ''] = values[0] ?? null
    if (count > 1) row[names[1] ?? ''] = values[1] ?? null
    if (count > 2) row[names[2] ?? ''] = values[2] ?? null
    if (count > 3) row[names[3] ?? ''] = values[3] ?? null
    if (count > 4) row[names[4] ?? ''] = values[4] ?? null
    if (count > 5) row[names[5] ?? ''] = values[5] ?? null
    if (count > 6) row[names[6] ?? ''] = values[6] ?? null
    if (count > 7) row[names[7] ?? ''] = values[7] ?? null
    if (count > 8) row[names[8] ?? ''] = values[8] ?? null
    if (count > 9) row[names[9] ?? ''] = values[9] ?? null
    if (count > 10) row[names[10] ?? ''] = values[10] ?? null
    if (count > 11) row[names[11] ?? ''] = values[11] ?? null
    if (count > 12) row[names[12] ?? ''] = values[12] ?? null
    if (count > 13) row[names[13] ?? ''] = values[13] ?? null
    if (count > 14) row[names[14] ?? ''] = values[14] ?? null
    if (count > 15) row[names[15] ?? ''] = values[15] ?? null
    if (count > 16) row[names[16] ?? ''] = values[16] ?? null
    if (count > 17) row[names[17] ?? ''] = values[17] ?? null
    if (count > 18) row[names[18] ?? ''] = values[18] ?? null
    if (count > 19) row[names[19] ?? ''] = values[19] ?? null
    if (count > 20) row[names[20] ?? ''] = values[20] ?? null
    if (count > 21) row[names[21] ?? ''] = values[21] ?? null
    if (count > 22) row[names[22] ?? ''] = values[22] ?? null
    if (count > 23) row[names[23] ?? ''] = values[23] ?? null
    for (let i = 24; i < count; i++) row[names[i] ?? ''] = values[i] ?? null
    return row
  }

/** A record without values. Each property has held every kind of value, so that V8 never changes its shape later. */
const emptyRow = (names: readonly string[]): Record<string, Value> => {
  const row: Record<string, Value> = Object.fromEntries(names.map((name) => [name, 0]))
  for (const value of ['', null]) for (const name of names) row[name] = value
  return row
}
