import type { PullEvent } from '../pull/machine/context.js'

/** Progress on stderr: one line that is rewritten on a terminal, one line a step elsewhere. */
interface Progress {
  readonly show: (event: PullEvent) => void
  /** Ends the progress and keeps the last line. */
  readonly end: () => void
}

const WIDTH = 80
const BAR = 24
/** Milliseconds between two updates. */
const PACE = 100

const UNITS = ['B', 'KiB', 'MiB', 'GiB']

/** Bytes for people: `12.3 MiB`. */
export const formatBytes = (bytes: number): string => {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power] ?? ''}`
}

const bar = (share: number): string => '█'.repeat(Math.round(share * BAR)).padEnd(BAR, '░')

const seconds = (ms: number): string => (ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`)

const transferred = ({ bytes, total }: { bytes: number; total: number | undefined }, elapsed: number): string => {
  const rate = bytes / Math.max(elapsed, 1)
  const pace = `${formatBytes(bytes)}  ${formatBytes(rate * 1000)}/s`
  if (total === undefined || total === 0) return `downloading  ${pace}`
  return `downloading  ${bar(bytes / total)}  ${pace}  ${seconds((total - bytes) / Math.max(rate, 1e-9))} left`
}

const describe = (event: PullEvent, elapsed: number): string => {
  switch (event.step) {
    case 'creating':
      return 'creating the export'
    case 'waiting':
      return `export ${event.export_id} is ${event.status}${elapsed < 1000 ? '' : `, ${seconds(elapsed)}`}`
    case 'downloading':
      return transferred(event, elapsed)
    case 'reading':
      return `reading      ${event.rows.toLocaleString('en')} calls`
    case 'shrunk':
      return `warning: ${event.rows.toLocaleString('en')} calls, but there were ${event.before.toLocaleString('en')}`
  }
}

/** What is printed once in a pipe: the start of each step. */
const milestone = (event: PullEvent): string => (event.step === 'waiting' ? `waiting ${event.status}` : event.step)

const onTerminal = (stream: NodeJS.WriteStream): Progress => {
  let last: PullEvent | undefined
  let [began, drawn] = [0, 0]
  const draw = (): void => {
    drawn = Date.now()
    if (last) stream.write(`\r${describe(last, drawn - began).slice(0, WIDTH - 1)}\u001b[K`)
  }
  // The seconds go on while nothing happens.
  const ticking = setInterval(draw, 1000).unref()
  return {
    show: (event) => {
      if (event.step !== last?.step) {
        // Shows the last event of a step, which may not have been drawn.
        draw()
        if (last) stream.write('\n')
        began = Date.now()
        drawn = 0
      }
      last = event
      if (Date.now() - drawn >= PACE) draw()
    },
    end: () => {
      clearInterval(ticking)
      draw()
      if (last) stream.write('\n')
    },
  }
}

const inPipe = (stream: NodeJS.WriteStream): Progress => {
  let last = ''
  return {
    show: (event) => {
      if (milestone(event) === last || event.step === 'downloading' || event.step === 'reading') return
      last = milestone(event)
      stream.write(`${describe(event, 0)}\n`)
    },
    end: () => undefined,
  }
}

export const createProgress = (stream: NodeJS.WriteStream = process.stderr): Progress =>
  stream.isTTY ? onTerminal(stream) : inPipe(stream)
