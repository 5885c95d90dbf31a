import { printable } from '../errors/printable.js'
import type { Step, UnitState } from '../pull/machine/unit-state.js'
import { unitName } from '../pull/units/unit.js'
import { printJson } from './print.js'
import { explainProvisional } from './provisional.js'

/** How many units are in each step, and which are suspended or closed. */
interface UnitsStatus {
  readonly steps: Partial<Record<Step, number>>
  readonly aside: readonly UnitState[]
  /** The provisional unit that ends last. */
  readonly late: UnitState | undefined
}

export const statusOf = async (states: AsyncIterable<UnitState>): Promise<UnitsStatus> => {
  const steps: Partial<Record<Step, number>> = {}
  const aside: UnitState[] = []
  let late: UnitState | undefined
  for await (const state of states) {
    steps[state.step] = (steps[state.step] ?? 0) + 1
    if (state.step === 'provisional' && (late === undefined || late.unit.to < state.unit.to)) late = state
    if (state.step === 'suspended' || state.step === 'closed') aside.push(state)
  }
  return { steps, aside, late }
}

/** Why a unit is suspended or closed, and what happens next. */
const reasonOf = ({ step, suspended, due_at }: UnitState): string => {
  if (step === 'closed' || !suspended) return 'closed: its calls have left the window'
  const { name, code, message } = suspended.error
  const next = due_at === undefined ? 'until it is enqueued again' : `until ${due_at.slice(0, 19)}Z`
  return `suspended ${next}: ${message} [${name} ${code}]`
}

export const printStatus = ({ steps, aside, late }: UnitsStatus, json: boolean | undefined): void => {
  if (json) {
    printJson({ steps, aside })
    return
  }
  const counts = Object.entries(steps).map(([step, count]) => `${count} ${step}`)
  process.stdout.write(`${counts.join(', ') || 'no units'}\n`)
  if (late) process.stdout.write(`${explainProvisional([late.unit])}\n`)
  for (const state of aside) {
    const { account } = state.unit
    process.stdout.write(`${state.key}  ${account} ${printable(`${unitName(state.unit)}  ${reasonOf(state)}`, 400)}\n`)
  }
}
