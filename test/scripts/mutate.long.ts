import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('a test fails for every safeguard that is removed', () => {
  const { status, stdout, stderr } = spawnSync('npx', ['tsx', 'scripts/mutate.ts'], { encoding: 'utf8' })
  console.log(stdout)
  expect(stderr).toBe('')
  expect(status).toBe(0)
}, 1_200_000)
