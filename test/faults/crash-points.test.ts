import { expect, test } from 'vitest'
import type { ApiVersion } from '../../src/index.js'
import type { Fault } from '../../src/sandbox/index.js'
import { atOnce } from '../helpers/at-once.js'
import { crashTrial, PART, truthOf } from '../helpers/crash-trial.js'

const lost: Fault = { on: 'createExport', do: { loseAnswer: true } }

/** Version, faults, how it is pulled, and the most exports that a death may cost: one if there are references. */
const WORLDS: [string, ApiVersion, Fault[], 'steps' | 'run', number][] = [
  ['where exports have references', '2026-04-16', [], 'steps', 1],
  ['where they have no references', '2021-12-15', [], 'steps', 2],
  ['where the answer to the create request is lost', '2026-04-16', [lost], 'steps', 1],
  ['in a run', '2026-04-16', [], 'run', 1],
  ['in a run, where the answer to the create request is lost', '2021-12-15', [lost], 'run', 3],
]

test('after a kill the next run resumes, where the calls of a part of a month are taken out of its file', async () => {
  const version = '2021-12-15'
  const { lives, rows } = await crashTrial(version, [], [], 'steps', PART)
  const points = lives[0] ?? []
  expect(rows.length).toBeGreaterThan(10)
  expect(rows.length).toBeLessThan(30)
  await atOnce([...points.entries()], 8, async ([index, point]) => {
    const trial = await crashTrial(version, [index], [], 'steps', PART)
    expect(trial.rows, point).toEqual(truthOf(trial.sandbox, version, PART))
    expect(trial.held, point).toMatchObject({ rows: rows.length, intact: true, narrowed_by: 'date_time_start_utc' })
    expect(trial.leftovers, point).toEqual([])
  })
})

test.each(WORLDS)(
  'after a kill before or after any call the next run resumes: %s',
  async (_name, version, faults, how, most) => {
    const { lives, rows } = await crashTrial(version, [], faults, how)
    const points = lives[0] ?? []
    expect(rows).toHaveLength(40)
    expect(points.length).toBeGreaterThan(40)
    await atOnce([...points.entries()], 8, async ([index, point]) => {
      const trial = await crashTrial(version, [index], faults, how)
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

test('after a kill between create request and answer, while the list lags, the intent makes the next run wait', async () => {
  const lag: Fault = { on: 'listExports', nth: 'every', do: { lag: 30_000 } }
  const { lives } = await crashTrial('2026-04-16', [], [lag])
  const { rows, sandbox } = await crashTrial('2026-04-16', [atCreate(lives[0])], [lag])
  expect(rows).toHaveLength(40)
  expect(sandbox.exports).toHaveLength(1)
})

test('after the same kill without references the next run creates again and notes a possible orphan', async () => {
  const { lives } = await crashTrial('2021-12-15', [])
  const { rows, sandbox, state } = await crashTrial('2021-12-15', [atCreate(lives[0])])
  expect(rows).toHaveLength(40)
  expect(sandbox.exports).toHaveLength(2)
  expect(state?.possible_orphans).toBe(1)
})
