import { expect, test } from 'vitest'
import type { ApiVersion } from '../../src/index.js'
import type { Fault } from '../../src/sandbox/index.js'
import { atOnce } from '../helpers/at-once.js'
import { crashTrial, truthOf } from '../helpers/crash-trial.js'

const lost: Fault = { on: 'createExport', do: { loseAnswer: true } }

/** Version, faults, and the most exports that a death may cost: one where the version has references. */
const WORLDS: [string, ApiVersion, Fault[], number][] = [
  ['where exports have references', '2026-04-16', [], 1],
  ['where they have none', '2021-12-15', [], 2],
  ['where the answer to the create is lost', '2026-04-16', [lost], 1],
]

test.each(WORLDS)(
  'killed before or after every call, the next run goes on: %s',
  async (_name, version, faults, most) => {
    const { lives, rows } = await crashTrial(version, [], faults)
    const points = lives[0] ?? []
    expect(rows).toHaveLength(40)
    expect(points.length).toBeGreaterThan(40)
    await atOnce([...points.entries()], 8, async ([index, point]) => {
      const trial = await crashTrial(version, [index], faults)
      expect(trial.lives, point).toHaveLength(2)
      expect(trial.rows, point).toEqual(truthOf(trial.sandbox, version))
      expect(trial.held, point).toMatchObject({ rows: 40, intact: true, provisional: false })
      expect(trial.leftovers, point).toEqual([])
      expect(trial.sandbox.exports.length, point).toBeLessThanOrEqual(most)
    })
    console.log(`${points.length} points of death, ${_name}`)
  },
)

const atCreate = (points: readonly string[] = []): number => points.indexOf('after client.create')

test('killed between the create and its answer, while the list lags: the intent tells the next run to wait', async () => {
  const lag: Fault = { on: 'listExports', nth: 'every', do: { lag: 30_000 } }
  const { lives } = await crashTrial('2026-04-16', [], [lag])
  const { rows, sandbox } = await crashTrial('2026-04-16', [atCreate(lives[0])], [lag])
  expect(rows).toHaveLength(40)
  expect(sandbox.exports).toHaveLength(1)
})

test('killed there where exports have no references, the next run creates again and notes a possible orphan', async () => {
  const { lives } = await crashTrial('2021-12-15', [])
  const { rows, sandbox, state } = await crashTrial('2021-12-15', [atCreate(lives[0])])
  expect(rows).toHaveLength(40)
  expect(sandbox.exports).toHaveLength(2)
  expect(state?.possible_orphans).toBe(1)
})
