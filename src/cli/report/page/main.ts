import type { Name, ReportData, TypeReport } from '../data.js'
import { chart, heatMap } from './charts.js'
import { element, table } from './elements.js'
import { acd, asr, cost, count, drawn, length, minutes, percent } from './format.js'
import { codes, inWords, type Order, ranking, rowsOf } from './rankings.js'
import { type Named, NO_START, type Selection, type Shown, shownOf, type Sum } from './shown.js'

const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as ReportData

/** What a reader has chosen, by the texts of the lists. */
interface Choice {
  type: string
  account: string
  month: string
  did: string
  trunk: string
  order: Order
}

const ALL = ''
const choice: Choice = { type: ALL, account: ALL, month: ALL, did: ALL, trunk: ALL, order: 'cost' }

const TITLES: Readonly<Record<string, string>> = { cdr_in: 'Inbound calls', cdr_out: 'Outbound calls' }

const titleOf = (type: string): string => {
  const title = TITLES[type]
  return title === undefined ? type : `${title} (${type})`
}

const nameOf = (name: Name): string => name ?? 'none'

/** The place of a chosen text; -2, which no cell has, when the type does not know it. */
const placeIn = (names: readonly Name[], chosen: string): number | undefined => {
  if (chosen === ALL) return undefined
  const place = names.findIndex((name) => nameOf(name) === chosen)
  return place < 0 ? -2 : place
}

const selectionFor = (type: TypeReport): Selection => ({
  account: placeIn(type.accounts, choice.account),
  month: placeIn(type.months, choice.month),
  did: placeIn(type.dids, choice.did),
  trunk: placeIn(type.trunks, choice.trunk),
})

const HEADINGS = ['calls', 'answered', 'ASR', 'ACD', 'minutes', 'cost, USD']

const cellsOf = (sum: Sum, type: TypeReport): string[] => [
  count(sum.calls),
  count(sum.answered),
  percent(asr(sum)),
  type.has_durations ? length(acd(sum)) : '–',
  type.has_durations ? minutes(sum.seconds) : '–',
  type.cost_columns.length > 0 ? cost(sum.cost, type.decimals) : '–',
]

const totals = (sum: Sum, type: TypeReport): HTMLElement =>
  element(
    'dl',
    { class: 'totals' },
    ...cellsOf(sum, type).map((text, at) =>
      element('div', {}, element('dt', {}, HEADINGS[at] ?? ''), element('dd', {}, text)),
    ),
  )

const dayCharts = ({ days }: Shown, type: TypeReport): HTMLElement[] => {
  const labels = days.map(({ name }) => (name === NO_START ? name : name.slice(5)))
  const behind = (): HTMLTableElement =>
    table(
      'By day',
      ['day', ...HEADINGS],
      days.map(({ name, sum }) => [name, ...cellsOf(sum, type)]),
    )
  const most = (of: (sum: Sum) => number): string => {
    const best = days.reduce<Named | undefined>(
      (found, day) => (found && of(found.sum) >= of(day.sum) ? found : day),
      undefined,
    )
    return best ? `the most on ${best.name}` : 'no days'
  }
  const charts = [
    chart({
      title: 'Calls by day',
      text: `Answered and other calls of ${days.length} days, ${most(({ calls }) => calls)}`,
      labels,
      legend: ['answered', 'not answered'],
      series: [days.map(({ sum }) => sum.answered), days.map(({ sum }) => sum.calls - sum.answered)],
      kind: 'bars',
      table: behind(),
    }),
    chart({
      title: 'ASR by day, %',
      text: `Share of answered calls of ${days.length} days`,
      labels,
      series: [days.map(({ sum }) => (sum.calls === 0 ? null : 100 * (asr(sum) ?? 0)))],
      kind: 'lines',
      table: behind(),
    }),
  ]
  if (type.has_durations) {
    charts.push(
      chart({
        title: 'Minutes by day',
        text: `Minutes of ${days.length} days, ${most(({ seconds }) => seconds)}`,
        labels,
        series: [days.map(({ sum }) => sum.seconds / 60)],
        kind: 'bars',
        table: behind(),
      }),
      chart({
        title: 'ACD by day, seconds',
        text: `Mean length of an answered call of ${days.length} days`,
        labels,
        series: [days.map(({ sum }) => acd(sum))],
        kind: 'lines',
        table: behind(),
      }),
    )
  }
  if (type.cost_columns.length > 0) {
    charts.push(
      chart({
        title: 'Cost by day, USD',
        text: `Cost of ${days.length} days, ${most((sum) => drawn(sum.cost, type.decimals))}`,
        labels,
        series: [days.map(({ sum }) => drawn(sum.cost, type.decimals))],
        kind: 'bars',
        table: behind(),
      }),
    )
  }
  return charts
}

const lengths = (shown: Shown): HTMLElement | null =>
  shown.lengths.every(({ calls }) => calls === 0)
    ? null
    : chart({
        title: 'Length of answered calls',
        text: `Answered calls by their length; most are ${[...shown.lengths].sort((a, b) => b.calls - a.calls)[0]?.name ?? ''}`,
        labels: shown.lengths.map(({ name }) => name.replace('up to', '≤').replace('over', '>')),
        series: [shown.lengths.map(({ calls }) => calls)],
        kind: 'bars',
        table: table(
          'Lengths',
          ['length', 'calls'],
          shown.lengths.map(({ name, calls }) => [name, count(calls)]),
        ),
      })

const isNarrowed = (): boolean => [choice.account, choice.month, choice.did, choice.trunk].some((one) => one !== ALL)

const typeSection = (type: TypeReport): HTMLElement => {
  const shown = shownOf(type, selectionFor(type))
  const title = element('h2', {}, titleOf(type.export_type))
  if (shown.total.calls === 0) {
    return element('section', { class: 'type' }, title, element('p', {}, 'None of these calls were chosen.'))
  }
  const callers = type.callers.map(([name, calls, units]) => ({ name: nameOf(name), calls, cost: BigInt(units) }))
  const about =
    type.cost_columns.length > 0
      ? `Cost is the sum of ${type.cost_columns.join(', ')}.`
      : 'The columns of these files are not all known, so there is no cost.'
  return element(
    'section',
    { class: 'type' },
    title,
    totals(shown.total, type),
    element(
      'div',
      { class: 'figures' },
      ...[
        ...dayCharts(shown, type),
        lengths(shown),
        heatMap(shown.hours),
        ranking('DIDs', 'DID', rowsOf(shown.dids), type, choice.order),
        ranking('Trunks', 'trunk', rowsOf(shown.trunks), type, choice.order),
        ranking('Countries', 'country', rowsOf(shown.countries.map(inWords)), type, choice.order),
        // Callers are kept for all calls only, as there can be as many as calls.
        isNarrowed()
          ? null
          : ranking(
              type.are_callers_whole ? 'Callers' : 'Callers (of those that came first)',
              'caller',
              callers,
              type,
              choice.order,
            ),
        codes(shown),
      ].filter((one) => one !== null),
    ),
    element('p', { class: 'about' }, about),
  )
}

const main = element('main')

const draw = (): void => {
  const types = data.types.filter(({ export_type }) => choice.type === ALL || choice.type === export_type)
  main.replaceChildren(...types.map(typeSection))
}

const choose = (
  key: keyof Choice,
  label: string,
  names: readonly string[],
  all: string | undefined,
  shown: (name: string) => string = (name) => name,
): HTMLElement | null => {
  if (all !== undefined && names.length < 2) return null
  const select = element('select', { id: key })
  if (all !== undefined) select.append(element('option', { value: ALL }, all))
  for (const name of names) select.append(element('option', { value: name }, shown(name)))
  select.value = choice[key]
  select.addEventListener('change', () => {
    ;(choice as Record<keyof Choice, string>)[key] = select.value
    draw()
  })
  return element('div', {}, element('label', { for: key }, label), select)
}

const namesOf = (list: (type: TypeReport) => readonly Name[]): string[] =>
  [...new Set(data.types.flatMap((type) => list(type).map(nameOf)))].sort()

/** The DIDs or trunks that cells are kept of. */
const keptIn = (at: 2 | 3, list: (type: TypeReport) => readonly Name[]): string[] => {
  const kept = data.types.flatMap((type) => {
    const places = new Set(type.cells.map(({ of }) => of[at]))
    return list(type).filter((_, place) => places.has(place))
  })
  return [...new Set(kept.map(nameOf))].sort()
}

const days = data.types
  .flatMap((type) => shownOf(type, {}).days.map(({ name }) => name))
  .filter((name) => name !== NO_START)
  .sort()

const titleFor = (first: string | undefined, last: string | undefined): string => {
  if (first === undefined || last === undefined) return 'No calls with a start'
  return first === last ? `Calls of ${first}` : `Calls from ${first} to ${last}`
}

document.title = titleFor(days[0], days.at(-1))

document.getElementById('page')?.append(
  element(
    'header',
    {},
    element('h1', {}, document.title),
    element(
      'p',
      { class: 'about' },
      `Times are those of ${data.time_zone}. Made ${data.made.slice(0, 16).replace('T', ' ')} UTC.`,
      data.is_masked ? ' Telephone numbers are masked.' : '',
    ),
    data.notes.length === 0
      ? null
      : element('ul', { class: 'notes' }, ...data.notes.map((note) => element('li', {}, note))),
    element(
      'form',
      { class: 'choices', 'aria-label': 'What to show' },
      ...[
        choose(
          'type',
          'Type',
          data.types.map(({ export_type }) => export_type),
          'all types',
          titleOf,
        ),
        choose(
          'account',
          'Account',
          namesOf(({ accounts }) => accounts),
          'all accounts',
        ),
        choose(
          'month',
          'Month',
          namesOf(({ months }) => months),
          'all months',
        ),
        choose(
          'did',
          'DID',
          keptIn(2, ({ dids }) => dids),
          'all DIDs',
        ),
        choose(
          'trunk',
          'Trunk',
          keptIn(3, ({ trunks }) => trunks),
          'all trunks',
        ),
        choose('order', 'Order by', ['cost', 'calls'], undefined),
      ].filter((one) => one !== null),
    ),
  ),
  main,
)
draw()
