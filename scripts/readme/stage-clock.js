/**
 * Loaded before a program that runs on a stage: its clock begins at STAGE_NOW, and pauses of a few
 * seconds pass in a hundredth of the time. Deadlines, which are longer, stay as they are.
 */
import { performance } from 'node:perf_hooks'
import { env } from 'node:process'

const shift = Date.parse(env.STAGE_NOW ?? '') - Date.now()
const RealDate = Date
globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shift)
    else super(...given)
  }

  static now() {
    return RealDate.now() + shift
  }
}

const elapsed = performance.now.bind(performance)
performance.now = () => elapsed() + shift

const wait = globalThis.setTimeout
globalThis.setTimeout = (callback, ms = 0, ...given) =>
  wait(callback, ms >= 500 && ms <= 10_000 ? ms / 100 : ms, ...given)
