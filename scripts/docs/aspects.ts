import type { Overview } from '../generate/overview.js'

/** One kind of thing, such as filters: its names in each version, and for files the name of their layout. */
export interface Aspect {
  label: string
  names: string[][]
  layouts?: string[]
}

/** The row of a table of columns that names the layout. */
const LAYOUT = 'layout'

/** The tables of all versions, with one line for each kind. A star marks what is required. */
export const aspectsOf = ({ versions, tables }: Overview): Aspect[] =>
  tables.flatMap(({ title, rows }): Aspect[] => {
    const kind = /^(Filters|Columns) of /.exec(title)?.[1]
    if (kind === undefined) return rows.map(({ name, cells }) => ({ label: name, names: cells }))
    const names = versions.map((_, at) =>
      rows.flatMap(({ name, cells }) => {
        const words = cells[at] ?? []
        if (words.length === 0 || name === LAYOUT) return []
        return [words.includes('required') ? `${name} *` : name]
      }),
    )
    const label = title.toLowerCase()
    if (kind === 'Filters') return [{ label, names }]
    const layouts = rows.find(({ name }) => name === LAYOUT)?.cells.map((words) => words.join())
    return [{ label, names, layouts: layouts ?? [] }]
  })

/** What was added and removed from one version to the next, of one kind. */
export interface Change {
  label: string
  came: string[]
  went: string[]
}

/** What differs between two versions, given by index. */
export const changesBetween = (aspects: readonly Aspect[], older: number, newer: number): Change[] =>
  aspects.flatMap(({ label, names }) => {
    const [before = [], after = []] = [names[older], names[newer]]
    const came = after.filter((name) => !before.includes(name))
    const went = before.filter((name) => !after.includes(name))
    return came.length + went.length === 0 ? [] : [{ label, came, went }]
  })
