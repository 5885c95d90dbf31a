/**
 * Calls `stop` on SIGINT and SIGTERM, and when npm is gone: npm hands its own SIGTERM only to the
 * shell between, whose child would live on.
 */
export const untilStopped = (stop: (signal: NodeJS.Signals) => void): void => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    stop('SIGTERM')
  }, 200)
  watch.unref()
}
