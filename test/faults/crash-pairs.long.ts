import { expect, test } from 'vitest'
import { atOnce } from '../helpers/at-once.js'
import { crashTrial, truthOf } from '../helpers/crash-trial.js'

const version = '2026-04-16'

test('a run killed before or after any call, and the next run too: every ordered pair of instants', async () => {
  const points = (await crashTrial(version, [])).lives[0] ?? []
  const firsts = points.map((_, index) => index)
  const counts = await atOnce(firsts, 8, async (first) => {
    // The second life begins where the first one ended, so it has its own points.
    const seconds = (await crashTrial(version, [first])).lives[1] ?? []
    for (const [second, point] of seconds.entries()) {
      const where = `${points[first] ?? ''}, then ${point}`
      const trial = await crashTrial(version, [first, second])
      expect(trial.lives, where).toHaveLength(3)
      expect(trial.rows, where).toEqual(truthOf(trial.sandbox, version))
      expect(trial.held, where).toMatchObject({ rows: 40, intact: true, provisional: false })
      expect(trial.leftovers, where).toEqual([])
      expect(trial.sandbox.exports.length, where).toBe(1)
    }
    return seconds.length
  })
  console.log(`${counts.reduce((sum, count) => sum + count, 0)} ordered pairs of death, 1 export each`)
})
