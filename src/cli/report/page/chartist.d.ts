/** What we use of Chartist. Its own types cannot be read here: their imports have no file extensions. */
declare module 'chartist' {
  interface Axis {
    readonly labelInterpolationFnc?: (label: string | number, index: number) => string | number | null
    readonly showGrid?: boolean
    readonly offset?: number
    readonly scaleMinSpace?: number
  }

  interface Options {
    readonly width: number
    readonly height: number
    readonly chartPadding: Readonly<Record<'top' | 'right' | 'bottom' | 'left', number>>
    readonly axisX: Axis
    readonly axisY: Axis
    readonly low: number
    readonly stackBars?: boolean
    readonly lineSmooth?: boolean
    readonly showPoint?: boolean
  }

  interface Data {
    readonly labels: readonly string[]
    readonly series: readonly (readonly (number | null)[])[]
  }

  /** A part that is about to be drawn. */
  interface Drawing {
    readonly type: string
    readonly element: { readonly attr: (attributes: Readonly<Record<string, string>>) => void }
  }

  class Chart {
    constructor(place: HTMLElement, data: Data, options: Options)
    on(event: 'draw', listener: (drawing: Drawing) => void): this
    on(event: 'created', listener: () => void): this
  }

  type Attributes = Readonly<Record<string, string | number | undefined>>

  export class Svg {
    attr: (this: Svg, attributes: string | Attributes, namespace?: string) => unknown
  }

  export class BarChart extends Chart {}
  export class LineChart extends Chart {}
}
