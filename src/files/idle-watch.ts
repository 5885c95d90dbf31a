import { TimeoutError } from '../errors/timeout-error.js'
import { type Clock, startTimer } from '../http/clock.js'

/** A signal that aborts with the caller's reason, or with a `TimeoutError` after a silence of the server. */
export interface IdleWatch extends Disposable {
  readonly signal: AbortSignal
  /** Something came. */
  readonly touch: () => void
  /** Does something with what came. However long that takes, it is no silence of the server. */
  readonly during: (work: () => Promise<void>) => Promise<void>
}

export const watchIdle = (clock: Clock, timeout: number, caller: AbortSignal | undefined): IdleWatch => {
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(caller?.reason)
  const onSilence = (): void => controller.abort(new TimeoutError(`The file did not go on for ${timeout} ms`, timeout))
  const watch = (): (() => void) => startTimer(clock, timeout, onSilence)
  if (caller?.aborted) onAbort()
  else caller?.addEventListener('abort', onAbort, { once: true })
  let stop = watch()
  const touch = (): void => {
    stop()
    stop = watch()
  }
  return {
    signal: controller.signal,
    touch,
    during: async (work) => {
      stop()
      await work()
      touch()
    },
    [Symbol.dispose]: () => {
      stop()
      caller?.removeEventListener('abort', onAbort)
    },
  }
}
