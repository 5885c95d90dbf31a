import { expect, test } from 'vitest'
import { SEEN, tryBoss } from './boss.js'

test('pg-boss 10: one job a unit, callbacks, dead letters, what nobody has, and an end', async () => {
  expect(await tryBoss(process.execPath, 'pg-boss')).toEqual(SEEN)
}, 70_000)
