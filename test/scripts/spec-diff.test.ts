import { execFile } from 'node:child_process'
import { expect, test } from 'vitest'

const diff = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((settle) => {
    execFile('node_modules/.bin/tsx', ['scripts/spec-diff.ts', ...args], (error, stdout, stderr) =>
      settle({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })

test('breaking changes are listed by operation, with their place in the spec', async () => {
  const { code, stdout } = await diff('2022-05-10', '2026-04-16')
  expect(code).toBe(1)
  const create = stdout.split('\n\n').find((block) => block.startsWith('POST /v3/exports\n'))
  expect(create).toContain('✖ requestBody.data.attributes.cdr_in.filters.year removed')
  expect(create).toContain("Enum of `callback_method` lost values: 'POST', 'GET'  (spec/2026-04-16.yaml:")
  expect(create).toContain('+ requestBody.data.attributes.cdr_in.filters.from added')
  expect(stdout).toMatch(/^PATCH \/v3\/exports\/\{id\}\n {2}\+ the whole added/m)
  expect(stdout).toMatch(/2022-05-10 to 2026-04-16: \d+ breaking \(✖\), \d+ more \(\+\), \d+ that change nothing/)
  expect(stdout).not.toMatch(/ · |examples|x-codeSamples/)
})

test('a version that differs only in name and descriptions breaks nothing', async () => {
  const { code, stdout } = await diff('2021-12-15', '2022-05-10', '--all')
  expect(code).toBe(0)
  expect(stdout).toContain('  · description modified')
  expect(stdout).toContain('0 breaking (✖), 0 more (+)')
})

test.each([
  [['2021-12-15', '2022-05-1'], '2022-05-1: no such version; there are 2021-12-15, 2022-05-10, '],
  [['2021-12-15'], 'two versions are needed; there are 2021-12-15, '],
  [['2021-12-15', '2022-05-10', '2026-04-16'], 'two versions are needed'],
])('%j is refused before anything runs', async (args, want) => {
  const { code, stdout, stderr } = await diff(...args)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(want)
  expect(stderr).toContain('Usage: npm run spec:diff ')
})
