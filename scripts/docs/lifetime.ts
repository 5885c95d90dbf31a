/**
 * Calls `stop` on SIGINT and SIGTERM, and when npm has ended: npm passes SIGTERM only to the shell in between, and this
 * process would go on running.
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
