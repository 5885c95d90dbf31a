import { printable } from '../../errors/printable.js'
import { largest } from '../extremes.js'
import { wrap } from '../terminal.js'
import { dimensionOf, type DimensionName } from './dimensions.js'
import type { NamedGroup } from './grouping.js'
import type { Group, Known, Summary } from './summary.js'
import type { Totals } from './tally.js'

/** How a summary is drawn. */
interface Drawing {
  /** Columns of the terminal. */
  readonly width: number
  readonly isColoured: boolean
  /** Most lines of DIDs or trunks; the rest is counted. */
  readonly top: number
}

const [GREEN, GREY, BOLD, RESET] = ['\u001b[32m', '\u001b[90m', '\u001b[1m', '\u001b[0m'] as const

/** Longest name of a DID or trunk that is not cut. */
const NAME = 22
const NONE = '–'
const BAR = { least: 6, most: 40 }

const count = (value: number): string => value.toLocaleString('en')
const tenths = (value: number): string =>
  value.toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const percent = (value: number): string => `${(100 * value).toFixed(1)}%`
const time = (seconds: number): string => {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

const named = (name: string | null): string => {
  const text = name === null ? '(none)' : printable(name, 200)
  return text.length <= NAME ? text : `${text.slice(0, NAME - 1)}…`
}

/** What is shown of a group: a heading, and the text; a value that no file has is left out everywhere. */
const NUMBERS: readonly (readonly [string, (totals: Totals) => string | null])[] = [
  ['calls', ({ calls }) => count(calls)],
  ['answered', ({ answered }) => count(answered)],
  ['ASR', ({ asr }) => (asr === null ? null : percent(asr))],
  ['ACD', ({ acd }) => (acd === null ? null : time(acd))],
  ['minutes', ({ minutes }) => (minutes === null ? null : tenths(minutes))],
  ['cost USD', ({ cost }) => cost],
]

/** A bar as long as the number of calls; the filled part was answered. */
const bar = ({ calls, answered }: Totals, most: number, width: number, { isColoured }: Drawing): string => {
  const length = Math.max(1, Math.round((calls / most) * width))
  const filled = Math.round((answered / calls) * length)
  const [full, rest] = ['█'.repeat(filled), '░'.repeat(length - filled)]
  return isColoured ? `${GREEN}${full}${GREY}${rest}${RESET}` : full + rest
}

/** A line for each group, with a bar where the terminal has room for one. */
const table = (
  heading: string,
  shown: readonly Group[],
  drawing: Drawing,
  nameOf: (name: string | null) => string = named,
): string => {
  const told = NUMBERS.filter(([, show]) => shown.some((group) => show(group) !== null))
  const rows = [
    [heading, ...told.map(([name]) => name)],
    ...shown.map((group) => [nameOf(group.name), ...told.map(([, show]) => show(group) ?? NONE)]),
  ]
  const widths = rows[0]?.map((_, at) => largest(rows.map((row) => row[at]?.length ?? 0))) ?? []
  const used = widths.reduce((sum, width) => sum + width + 2, 0)
  const room = Math.min(BAR.most, drawing.width - used)
  const most = largest(shown.map(({ calls }) => calls))
  const lines = rows.map((row, at) => {
    const cells = row.map((text, column) =>
      column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0),
    )
    const group = shown[at - 1]
    const text = cells.join('  ')
    if (group === undefined) return drawing.isColoured ? `${BOLD}${text}${RESET}` : text
    return room < BAR.least ? text : `${text}  ${bar(group, most, room, drawing)}`
  })
  return lines.join('\n')
}

/** More days than this are grouped by month. */
const MANY_DAYS = 62

/** A summary for people: totals, then by day, then the DIDs or trunks with the most calls. */
export const renderSummary = (summary: Summary, drawing: Drawing): string => {
  const { total, by_day, by_month, by, by_number, time_zone } = summary
  if (total.calls === 0) return 'no calls'
  const days = by_day.map(({ name }) => name).filter((name) => name !== null)
  const first = days[0] ?? NONE
  const last = days.at(-1) ?? NONE
  const period = first === last ? `on ${first}` : `from ${first} to ${last}`
  const title = `${count(total.calls)} calls ${period}, ${time_zone}`
  const { answered, asr, acd, minutes, cost } = total
  const head = [
    `${count(answered)} answered${asr === null ? '' : ` (ASR ${percent(asr)})`}`,
    ...(acd === null ? [] : [`${time(acd)} each (ACD)`]),
    ...(minutes === null ? [] : [`${tenths(minutes)} minutes`]),
    ...(cost === null ? [] : [`${cost} USD`]),
  ].join(', ')
  const isLong = by_day.length > MANY_DAYS
  const parts = [
    drawing.isColoured ? `${BOLD}${title}${RESET}\n${head}` : `${title}\n${head}`,
    table(isLong ? 'month' : 'day', isLong ? by_month : by_day, drawing),
    table(by === 'did' ? 'DID' : 'trunk', by_number.slice(0, drawing.top), drawing),
  ]
  const left = by_number.slice(drawing.top)
  const rest = left.reduce((sum, { calls }) => sum + calls, 0)
  if (left.length > 0)
    parts.push(`and ${count(left.length)} more with ${count(rest)} calls (--top ${by_number.length})`)
  return [...parts, ...notes(summary).map((text) => wrap(text, drawing.width).join('\n'))].join('\n\n')
}

/** Groups for people. Of two dimensions, the name of the first is said once. */
export const renderGroups = (
  { by, groups, ...known }: Known & { readonly by: readonly DimensionName[]; readonly groups: readonly NamedGroup[] },
  drawing: Drawing,
): string => {
  if (groups.length === 0) return 'no calls'
  const headings = by.map((name) => dimensionOf(name).heading)
  const first = largest([headings[0]?.length ?? 0, ...groups.map(({ names }) => named(names[0] ?? null).length)])
  const shown = groups.map(({ names, ...totals }, at) => {
    const [outer = null, ...inner] = names
    const isSame = at > 0 && groups[at - 1]?.names[0] === outer && inner.length > 0
    const name = [(isSame ? '' : named(outer)).padEnd(inner.length > 0 ? first : 0), ...inner.map(named)].join('  ')
    return { ...totals, name }
  })
  const heading = [headings[0]?.padEnd(by.length > 1 ? first : 0), ...headings.slice(1)].join('  ')
  const title = `by ${headings.join(' and ')}, ${known.time_zone}`
  return [
    drawing.isColoured ? `${BOLD}${title}${RESET}` : title,
    table(heading, shown, drawing, (name) => name ?? ''),
    ...notes(known).map((text) => wrap(text, drawing.width).join('\n')),
  ].join('\n\n')
}

/** What the numbers are made of. */
const notes = ({ cost_columns, is_known_in_part }: Known): string[] => [
  ...(cost_columns.length > 0 ? [`Cost is the sum of ${listed(cost_columns)}.`] : []),
  ...(is_known_in_part
    ? ['Not all columns of these files are known, so minutes or cost of some calls are missing here.']
    : []),
]

const listed = (names: readonly string[]): string => {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
