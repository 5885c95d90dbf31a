import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

interface Held {
  readonly heap: number
  readonly handles: number
}

test('12,000 calls, a fifth of them refused, cut or late, leave handles and memory as before', async () => {
  const { stdout } = await run(process.execPath, ['--expose-gc', '--import', 'tsx', 'test/faults/steady-calls.ts'])
  const { calls, before, after } = JSON.parse(stdout) as { calls: number; before: Held; after: Held }
  console.log(stdout)
  expect(calls).toBe(12_000)
  expect(after.heap / before.heap).toBeLessThan(1.02)
  expect(after.handles).toBeLessThanOrEqual(before.handles)
})
