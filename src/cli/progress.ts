import type { PullEvent } from '../pull/machine/context.js'
import { createLiveLine, createRate, fit } from './live-line.js'
import { isTold, note } from './notes.js'

/** Progress on stderr: one line that is rewritten on a terminal, one line a step elsewhere. */
interface Progress {
  readonly show: (event: PullEvent) => void
  /** Ends the progress. */
  readonly end: () => void
}

/** Columns of a bar, by the width of the terminal. */
const [SHORT_BAR, LONG_BAR] = [6, 24]

const UNITS = ['B', 'KiB', 'MiB', 'GiB']

/** Bytes for people: `12.3 MiB`. */
export const formatBytes = (bytes: number): string => {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power] ?? ''}`
}

export const formatCalls = (calls: number): string => `${calls.toLocaleString('en')} calls`

const bar = (share: number, columns: number): string =>
  '█'.repeat(Math.round(Math.min(share, 1) * columns)).padEnd(columns, '░')

const seconds = (ms: number): string => (ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`)

const shrunkWarning = ({ rows, before }: Extract<PullEvent, { step: 'shrunk' }>): string =>
  `warning: ${formatCalls(rows)}, but there were ${before.toLocaleString('en')}`

/** Says that a file has calls that were not asked for. */
export const outsideWarning = ({ rows }: { readonly rows: number }): string =>
  `warning: calls that start outside the period: ${rows.toLocaleString('en')}; they are kept, look at them`

const step = (event: Extract<PullEvent, { step: 'creating' | 'waiting' }>): string =>
  event.step === 'creating' ? 'creating the export' : `export ${event.export_id} is ${event.status}`

/** A file that is downloaded and read at the same time. */
interface Transfer {
  bytes: number
  total: number | undefined
  rows: number | undefined
}

const transferLine = ({ bytes, total, rows }: Transfer, rate: number | undefined, width: number): string => {
  const isWhole = total !== undefined && bytes >= total
  const leftMs = total !== undefined && rate ? ((total - bytes) / rate) * 1000 : undefined
  const size = total === undefined || isWhole ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(total)}`
  return fit(
    [
      [isWhole ? 'reading' : 'downloading', 0],
      [total && !isWhole ? bar(bytes / total, width < 100 ? SHORT_BAR : LONG_BAR) : '', 5],
      [size, 1],
      [isWhole || rate === undefined ? '' : `${formatBytes(rate)}/s`, 3],
      [rows === undefined ? '' : formatCalls(rows), 2],
      [isWhole || leftMs === undefined ? '' : `${seconds(leftMs)} left`, 4],
    ],
    width,
  )
}

/** What is printed once in a pipe: the start of each step. */
const milestone = (event: PullEvent): string => (event.step === 'waiting' ? `waiting ${event.status}` : event.step)

export const createProgress = (stream: NodeJS.WriteStream = process.stderr): Progress => {
  const file: Transfer = { bytes: 0, total: undefined, rows: undefined }
  const rate = createRate()
  let last: Extract<PullEvent, { step: 'creating' | 'waiting' }> | undefined
  let began = Date.now()
  let isTransferring = false
  const line = createLiveLine(stream, (width) => {
    if (!isTold()) return undefined
    if (isTransferring) return transferLine(file, rate.perSecond(), width)
    if (last === undefined) return undefined
    const elapsed = Date.now() - began
    return fit([[step(last), 0], [elapsed < 1000 ? '' : seconds(elapsed), 1]], width) // prettier-ignore
  })
  return {
    show: (event) => {
      const isNew = last === undefined || milestone(event) !== milestone(last)
      switch (event.step) {
        case 'shrunk':
          line.print(shrunkWarning(event))
          break
        case 'outside':
          line.print(outsideWarning(event))
          break
        case 'downloading':
          isTransferring = true
          file.bytes = event.bytes
          file.total = event.total
          rate.add(event.bytes)
          line.draw()
          break
        case 'reading':
          isTransferring = true
          file.rows = event.rows
          line.draw()
          break
        default:
          if (isNew && event.step !== last?.step) began = Date.now()
          last = event
          if (isNew && !stream.isTTY) note(step(event))
          line.draw(isNew ? 'at once' : undefined)
      }
    },
    end: line.end,
  }
}
