import pg from 'pg'
import { expect, test } from 'vitest'
import { StorageError } from '../../src/index.js'
import { pgBossDatabase } from '../../src/pg-boss/index.js'
import { createDatabase } from '../helpers/postgres.js'

/** How a promise ends, or that it has not within a moment. */
const endOf = (work: Promise<unknown>): Promise<string> =>
  Promise.race([
    work.then(
      () => 'answered',
      () => 'failed',
    ),
    new Promise<string>((resolve) => setTimeout(resolve, 300, 'not answered')),
  ])

test('a statement that pg-boss sends after the end of the pool cannot end the process; a wrong one fails', async () => {
  const pool = new pg.Pool({ connectionString: await createDatabase() })
  const database = pgBossDatabase(pool)
  expect(await endOf(database.executeSql('select 1'))).toBe('answered')
  await expect(database.executeSql('select wrong')).rejects.toThrow(StorageError)
  await pool.end()
  expect(await endOf(database.executeSql('select 1'))).toBe('not answered')
})
