import { createExportsClient, WaitTimeoutError } from 'didww-exports'

const didww = createExportsClient({ timeout: 10_000 })
const signal = AbortSignal.timeout(3_600_000)
const { id } = await didww.create({ export_type: 'cdr_in', filters: { year: '2026', month: '10' } }, { signal })
try {
  await didww.waitUntilCompleted(id, { maxWait: 1_000, signal, onPoll: ({ status }) => console.log(status) })
} catch (error) {
  if (!(error instanceof WaitTimeoutError)) throw error
  const done = await didww.waitUntilCompleted(id, { signal })
  console.log(done.status, done.url.length > 0)
}
