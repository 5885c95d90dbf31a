import { type Step, STEPS } from '../../src/pull/machine/unit-state.js'

/** Prints what happens; on a terminal also a progress bar of the units. */
export interface Display {
  readonly say: (line: string) => void
  readonly show: (steps: Partial<Record<Step, number>>) => void
  readonly end: () => void
}

const WIDTH = 79
const BAR = 20

const lineOf = ({ done = 0, ...steps }: Partial<Record<Step, number>>, total: number): string => {
  const counts = STEPS.flatMap((step) => (step !== 'done' && steps[step] ? [`${steps[step]} ${step}`] : []))
  const bar = '█'.repeat(Math.round((done / total) * BAR)).padEnd(BAR, '░')
  const line = `${bar}  ${done}/${total} done  ${counts.join(', ')}`.trimEnd()
  return line.length <= WIDTH ? line : `${line.slice(0, WIDTH - 1)}…`
}

export const createDisplay = (total: number, stream: NodeJS.WriteStream = process.stdout): Display => {
  const began = Date.now()
  const stamp = (): string => `${String(Math.round((Date.now() - began) / 1000)).padStart(3)} s`
  let last = ''
  if (!stream.isTTY) {
    return {
      say: (line) => {
        stream.write(`${stamp()}  ${line}\n`)
      },
      show: (steps) => {
        const counts = `${steps.done ?? 0} of ${total} units done`
        if (counts !== last) stream.write(`${stamp()}  ${counts}\n`)
        last = counts
      },
      end: () => undefined,
    }
  }
  const draw = (): void => {
    stream.write(`\r${last}\u001b[K`)
  }
  return {
    say: (line) => {
      stream.write(`\r${stamp()}  ${line}\u001b[K\n`)
      draw()
    },
    show: (steps) => {
      last = lineOf(steps, total)
      draw()
    },
    end: () => {
      stream.write('\n')
    },
  }
}
