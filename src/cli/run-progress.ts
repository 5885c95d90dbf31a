import { printable } from '../errors/printable.js'
import type { ManifestEntry } from '../pull/directory/manifest.js'
import type { PullEvent } from '../pull/machine/context.js'
import type { RunProgress, RunSummary, UnitOutcome } from '../pull/run/run-options.js'
import { type Unit, unitName } from '../pull/units/unit.js'
import { largest } from './extremes.js'
import { createLiveLine, createRate, fit } from './live-line.js'
import { isTold, note } from './notes.js'
import { formatBytes, formatCalls, outsideWarning } from './progress.js'
import { explainProvisional } from './provisional.js'
import { describeChanges } from './pulled.js'

/** Progress of a run of many units on stderr: a line for each finished unit, and a live line on a terminal. */
interface RunDisplay {
  readonly show: (progress: RunProgress<ManifestEntry>) => void
  /** Ends the live line and prints the result of the run. */
  readonly end: () => void
}

/** Columns in a pipe, or where a terminal does not say. */
const WIDTH = 79

const named = (unit: Unit): string => (unit.account === 'default' ? '' : `${unit.account}: `) + unitName(unit)

const count = (number: number): string => number.toLocaleString('en')

const cut = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`)

/** A finished unit, in one line. */
const formatOutcome = (
  { unit, result, already, loaded: held, error }: UnitOutcome<ManifestEntry>,
  nameWidth: number,
  width: number,
): string => {
  const verb = already && result === 'done' ? 'done before' : result
  const what = held ? `${count(held.rows).padStart(9)} calls  ${formatBytes(held.bytes)}` : (error?.code ?? '')
  const name = cut(printable(named(unit), 200), nameWidth).padEnd(nameWidth)
  return cut(`${verb.padEnd(11)}  ${name}  ${what}`.trimEnd(), width)
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

/** Columns of a finished unit beside its name: what became of it, calls and size. */
const BESIDE_NAME = 'done before  '.length + '  999,999,999 calls  1023.9 MiB'.length

export const createRunDisplay = (units: readonly Unit[], stream: NodeJS.WriteStream = process.stderr): RunDisplay => {
  const steps = new Map<string, PullEvent['step']>()
  const bytes = createGrowing()
  const rows = createGrowing()
  const began = Date.now()
  let summary: RunSummary<ManifestEntry> | undefined

  const line = createLiveLine(stream, (width) => {
    if (summary === undefined || !isTold()) return undefined
    const counts = new Map<string, number>()
    for (const step of steps.values()) counts.set(step, (counts.get(step) ?? 0) + 1)
    const doing = [...counts].map(([step, number]) => `${number} ${step}`).join(', ')
    const rate = bytes.rate.perSecond()
    return fit(
      [
        [`${summary.outcomes.length}/${summary.total} units`, 0],
        [seconds(Date.now() - began), 2],
        [doing, 1],
        [rate ? `${formatBytes(rate)}/s` : '', 4],
        [rows.sum() > 0 ? formatCalls(rows.sum()) : '', 3],
      ],
      width,
    )
  })
  const width = (): number => (stream.isTTY && stream.columns >= 20 ? stream.columns - 1 : WIDTH)
  const longest = largest([0, ...units.map((unit) => printable(named(unit), 200).length)])
  const nameWidth = (): number => Math.max(12, Math.min(longest, width() - BESIDE_NAME))

  return {
    show: ({ key, unit, event, outcome, ...progress }) => {
      summary = progress.summary
      if (event?.step === 'shrunk') {
        line.print(`warning: ${named(unit)}: ${formatCalls(event.rows)}, before ${count(event.before)}`)
      } else if (event?.step === 'outside') {
        line.print(`${outsideWarning(event)}: ${named(unit)}`)
      } else if (event) {
        // Calls are read while they arrive.
        steps.set(key, event.step === 'reading' ? 'downloading' : event.step)
      }
      if (event?.step === 'downloading') bytes.set(key, event.bytes)
      if (event?.step === 'reading') rows.set(key, event.rows)
      if (outcome) {
        steps.delete(key)
        // What failed is said in any case.
        if (isTold() || outcome.error) line.print(formatOutcome(outcome, nameWidth(), width()))
      }
      line.draw(outcome ? 'at once' : undefined)
    },
    end: () => {
      line.end()
      if (summary) note(formatSummary(summary))
      for (const { already, unit, loaded } of summary?.outcomes ?? []) {
        const changes = !already && loaded ? describeChanges(loaded) : undefined
        if (changes !== undefined) note(`${unitName(unit)}: ${changes}`)
      }
      const late = summary?.outcomes.filter(({ result }) => result === 'provisional') ?? []
      if (late.length > 0) note(explainProvisional(late.map(({ unit }) => unit)))
    },
  }
}

/** The sum of numbers that grow, one for each key, and how fast it grows. */
const createGrowing = () => {
  const values = new Map<string, number>()
  const rate = createRate()
  let sum = 0
  return {
    rate,
    sum: () => sum,
    set: (key: string, value: number): void => {
      // What begins anew, as after a lost connection, is not taken back.
      sum += Math.max(0, value - (values.get(key) ?? 0))
      values.set(key, value)
      rate.add(sum)
    },
  }
}
