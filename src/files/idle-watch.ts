import { TimeoutError } from '../errors/timeout-error.js'
import type { Clock } from '../http/clock.js'

/** A signal that aborts with the caller's reason, or with a `TimeoutError` after a silence. */
export interface IdleWatch extends Disposable {
  readonly signal: AbortSignal
  /** Something came. */
  touch(): void
}

export const watchIdle = (clock: Clock, timeout: number, caller: AbortSignal | undefined): IdleWatch => {
  const controller = new AbortController()
  const stop = new AbortController()
  const onAbort = (): void => controller.abort(caller?.reason)
  let last = clock.now()
  const watch = async (): Promise<void> => {
    for (let left = timeout; left > 0; left = last + timeout - clock.now()) await clock.sleep(left, stop.signal)
    controller.abort(new TimeoutError(`The file did not go on for ${timeout} ms`, timeout))
  }
  if (caller?.aborted) onAbort()
  else caller?.addEventListener('abort', onAbort, { once: true })
  watch().catch(() => undefined)
  return {
    signal: controller.signal,
    touch: () => {
      last = clock.now()
    },
    [Symbol.dispose]: () => {
      stop.abort()
      caller?.removeEventListener('abort', onAbort)
    },
  }
}
