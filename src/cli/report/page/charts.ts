import { BarChart, LineChart, Svg } from 'chartist'
import { count, short } from './format.js'
import { element, scrolling } from './elements.js'

/** A chart, and the same numbers as a table behind it. */
export interface ChartOptions {
  readonly title: string
  /** What the chart shows, for those who cannot see it. */
  readonly text: string
  readonly labels: readonly string[]
  /** Names of the series, when there are several. */
  readonly legend?: readonly string[]
  readonly series: readonly (readonly (number | null)[])[]
  readonly kind: 'bars' | 'lines'
  readonly table: HTMLTableElement
}

const HEIGHT = 150

// Chartist writes two inline styles, a size and an overflow. The policy of the page refuses them, and its own style
// has the same.
const { attr } = Svg.prototype
Svg.prototype.attr = function (this: Svg, attributes, namespace) {
  if (typeof attributes === 'string') return attr.call(this, attributes, namespace)
  const { style: _, ...others } = attributes
  return attr.call(this, others, namespace)
}

/** About as many labels as fit below a chart of this width. */
const every = (labels: number, width: number): number => Math.max(1, Math.ceil((labels * 48) / width))

const draw = (place: HTMLElement, { labels, series, kind }: ChartOptions): void => {
  const width = place.clientWidth
  const step = every(labels.length, width)
  const options = {
    // Numbers, because a size in percent would be a style that the policy of the page refuses.
    width,
    height: HEIGHT,
    low: 0,
    chartPadding: { top: 12, right: 22, bottom: 0, left: 0 },
    axisX: {
      labelInterpolationFnc: (label: string | number, index: number) => (index % step === 0 ? label : null),
      showGrid: false,
    },
    axisY: { labelInterpolationFnc: (value: string | number) => short(Number(value)), offset: 52, scaleMinSpace: 26 },
  }
  const data = { labels, series }
  const chart =
    kind === 'bars'
      ? new BarChart(place, data, { ...options, stackBars: true })
      : new LineChart(place, data, { ...options, lineSmooth: false, showPoint: labels.length < 3 })
  chart.on('draw', (drawn) => {
    if (drawn.type !== 'bar') return
    const breadth = Math.max(1, Math.min(24, (0.8 * (width - 60)) / labels.length))
    drawn.element.attr({ 'stroke-width': String(breadth) })
  })
  chart.on('created', () => {
    const svg = place.querySelector('svg')
    if (!svg) return
    // On paper it is scaled; on screens it is drawn anew.
    svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`)
    svg.setAttribute('aria-hidden', 'true')
    svg.removeAttribute('width')
    svg.removeAttribute('height')
  })
}

export const chart = (options: ChartOptions): HTMLElement => {
  const place = element('div', { class: 'chart', role: 'img', 'aria-label': options.text })
  let drawn = 0
  new ResizeObserver(() => {
    if (place.clientWidth === 0 || place.clientWidth === drawn) return
    drawn = place.clientWidth
    draw(place, options)
  }).observe(place)
  const legend = options.legend
    ? element(
        'p',
        { class: 'legend' },
        ...options.legend.map((name, at) => element('span', { class: `key-${at}` }, name)),
      )
    : null
  return figure(options.title, legend, place, options.table)
}

/** What is shown under a title, and a table behind it. */
const figure = (title: string, legend: HTMLElement | null, shown: HTMLElement, behind: HTMLTableElement): HTMLElement =>
  element(
    'section',
    { class: 'figure' },
    element('h3', {}, title),
    legend,
    shown,
    element('details', {}, element('summary', {}, `${title} as a table`), scrolling(`${title} as a table`, behind)),
  )

/** A cell with a bar as long as its share of the largest, and the text. */
export const bar = (share: number, text: string): HTMLElement => {
  const filled = element('span', { class: 'filled' })
  filled.style.width = `${Math.round(100 * Math.min(1, Math.max(0, share)))}%`
  return element('span', { class: 'bar' }, filled, element('span', {}, text))
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Calls by weekday and hour: a table whose cells are the darker the more calls they have. */
export const heatMap = (hours: readonly { readonly calls: number; readonly answered: number }[]): HTMLElement => {
  const most = hours.reduce((found, { calls }) => Math.max(found, calls), 1)
  const cell = (weekday: string, at: number): HTMLElement => {
    const { calls = 0, answered = 0 } = hours[at] ?? {}
    const level = calls === 0 ? 0 : 1 + Math.floor((6.999 * calls) / most)
    const text = `${weekday} ${at % 24}:00: ${count(calls)} calls, ${count(answered)} answered`
    return element('td', { class: `heat-${level}`, title: text }, element('span', {}, count(calls)))
  }
  return element(
    'section',
    { class: 'figure wide' },
    element('h3', {}, 'Calls by weekday and hour'),
    scrolling(
      'Calls by weekday and hour',
      element(
        'table',
        { class: 'heat' },
        element('caption', {}, `Calls by weekday and hour; the darkest cell has ${count(most)}`),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { scope: 'col' }, element('span', {}, 'weekday')),
            ...Array.from({ length: 24 }, (_, hour) => element('th', { scope: 'col' }, String(hour))),
          ),
        ),
        element(
          'tbody',
          {},
          ...WEEKDAYS.map((weekday, day) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, weekday),
              ...Array.from({ length: 24 }, (_, hour) => cell(weekday, 24 * day + hour)),
            ),
          ),
        ),
      ),
    ),
  )
}
