import { printable } from '../errors/printable.js'
import type { ManifestEntry } from '../pull/directory/manifest.js'
import type { RunProgress, RunSummary, UnitOutcome } from '../pull/run/run-options.js'
import { type Unit, unitName } from '../pull/units/unit.js'
import { formatBytes } from './progress.js'
import { explainProvisional } from './provisional.js'

/** Progress of a run of many units on stderr: a line for each finished unit, and a live line on a terminal. */
interface RunDisplay {
  readonly show: (progress: RunProgress<ManifestEntry>) => void
  /** Ends the live line and prints the result of the run. */
  readonly end: () => void
}

const WIDTH = 79
/** Milliseconds between two updates. */
const PACE = 100

const named = (unit: Unit): string => (unit.account === 'default' ? '' : `${unit.account}: `) + unitName(unit)

const count = (number: number): string => number.toLocaleString('en')

const cut = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`)

/** A finished unit, in one line. */
const formatOutcome = ({ unit, result, already, loaded: held, error }: UnitOutcome<ManifestEntry>): string => {
  const verb = already && result === 'done' ? 'done before' : result
  const what = held ? `${count(held.rows).padStart(9)} calls  ${formatBytes(held.bytes)}` : (error?.code ?? '')
  return cut(`${verb.padEnd(11)}  ${cut(printable(named(unit), 200), 40).padEnd(40)}  ${what}`.trimEnd(), WIDTH)
}

/** The result of a run, such as `3 units: 2 done, 1 suspended; 12,345 calls`. */
const formatSummary = ({ total, results, already, rows }: RunSummary): string => {
  const parts = Object.entries(results)
    .filter(([, number]) => number > 0)
    .map(
      ([result, number]) => `${count(number)} ${result}${result === 'done' && already ? ` (${already} before)` : ''}`,
    )
  return `${count(total)} units: ${parts.join(', ') || 'none ended'}; ${count(rows)} calls`
}

const seconds = (ms: number): string => {
  const whole = Math.floor(ms / 1000)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

export const createRunDisplay = (stream: NodeJS.WriteStream = process.stderr): RunDisplay => {
  const steps = new Map<string, string>()
  const began = Date.now()
  let summary: RunSummary | undefined
  let drawn = 0
  const clear = (): void => {
    if (stream.isTTY) stream.write('\r\u001b[K')
  }
  const draw = (): void => {
    if (!stream.isTTY || summary === undefined) return
    drawn = Date.now()
    const counts = new Map<string, number>()
    for (const step of steps.values()) counts.set(step, (counts.get(step) ?? 0) + 1)
    const doing = [...counts].map(([step, number]) => `${number} ${step}`).join(', ')
    const ended = summary.outcomes.length
    stream.write(`\r${cut(`${ended}/${summary.total} units  ${seconds(drawn - began)}  ${doing}`, WIDTH)}\u001b[K`)
  }
  // The seconds go on while nothing happens.
  const ticking = setInterval(draw, 1000).unref()
  return {
    show: (progress) => {
      const { key, event, outcome } = progress
      summary = progress.summary
      if (event?.step === 'shrunk') {
        clear()
        stream.write(`warning: ${named(progress.unit)}: ${count(event.rows)} calls, before ${count(event.before)}\n`)
      } else if (event) steps.set(key, event.step)
      if (outcome) {
        steps.delete(key)
        clear()
        stream.write(`${formatOutcome(outcome)}\n`)
      }
      if (outcome || Date.now() - drawn >= PACE) draw()
    },
    end: () => {
      clearInterval(ticking)
      clear()
      if (summary) stream.write(`${formatSummary(summary)}\n`)
      const late = summary?.outcomes.filter(({ result }) => result === 'provisional') ?? []
      if (late.length > 0) stream.write(`${explainProvisional(late.map(({ unit }) => unit))}\n`)
    },
  }
}
