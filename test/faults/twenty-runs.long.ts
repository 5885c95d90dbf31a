import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const FILES = ['answers', 'retry', 'aborts', 'read-after-write'].map((name) => `test/faults/${name}.test.ts`)

test('twenty runs in a row without a flake', async () => {
  for (let count = 1; count <= 20; count += 1) {
    const { stdout } = await run('node_modules/.bin/vitest', ['run', ...FILES], {
      env: { ...process.env, NO_COLOR: '1' },
    })
    expect(stdout).toMatch(/Test Files {2}4 passed/)
  }
})
