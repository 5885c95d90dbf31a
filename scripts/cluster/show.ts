import { STEPS, type Step } from '../../src/pull/unit-state.js'

/** Words of what happens, and under them on a terminal a bar of the units that is written over. */
export interface Display {
  readonly say: (line: string) => void
  readonly show: (steps: Partial<Record<Step, number>>) => void
  readonly end: () => void
}

const WIDTH = 79
const BAR = 24

const lineOf = (steps: Partial<Record<Step, number>>, total: number): string => {
  const filled = Math.round(((steps.done ?? 0) / total) * BAR)
  const counts = STEPS.flatMap((step) => (steps[step] ? [`${steps[step]} ${step}`] : []))
  return `${'█'.repeat(filled).padEnd(BAR, '░')}  ${counts.join(', ')}`.slice(0, WIDTH)
}

export const createDisplay = (total: number, stream: NodeJS.WriteStream = process.stdout): Display => {
  const began = Date.now()
  const stamp = (): string => `${String(Math.round((Date.now() - began) / 1000)).padStart(3)} s`
  let last = ''
  if (!stream.isTTY) {
    return {
      say: (line) => void stream.write(`${stamp()}  ${line}\n`),
      show: (steps) => {
        const counts = `${steps.done ?? 0} of ${total} units done`
        if (counts !== last) stream.write(`${stamp()}  ${counts}\n`)
        last = counts
      },
      end: () => undefined,
    }
  }
  const draw = (): void => void stream.write(`\r${last}\u001b[K`)
  return {
    say: (line) => {
      stream.write(`\r${stamp()}  ${line}\u001b[K\n`)
      draw()
    },
    show: (steps) => {
      last = lineOf(steps, total)
      draw()
    },
    end: () => void stream.write('\n'),
  }
}
