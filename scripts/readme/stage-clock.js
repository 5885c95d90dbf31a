/**
 * Loaded before a program that runs on a stage. Its clock starts at STAGE_NOW, and pauses of a few seconds take a
 * hundredth of their time; the clock is moved forward by the rest, so that code that checks it agrees. Longer timers,
 * which are deadlines, are not changed.
 */
import { performance } from 'node:perf_hooks'
import { env } from 'node:process'

const RealDate = Date
let shift = RealDate.parse(env.STAGE_NOW ?? '') - RealDate.now()
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

const isPause = (ms) => ms >= 500 && ms < 10_000
const wait = globalThis.setTimeout
globalThis.setTimeout = (callback, ms = 0, ...given) => {
  if (!isPause(ms)) return wait(callback, ms, ...given)
  const passed = (...args) => {
    shift += ms - ms / 100
    callback(...args)
  }
  return wait(passed, ms / 100, ...given)
}
