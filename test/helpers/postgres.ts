import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../scripts/postgres/start.js'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string
  }
}

/** One Postgres for all tests. When it cannot start, the run ends at once with one error. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const postgres = await startPostgres()
  const server = createServer((_, response) => {
    postgres.createDatabase().then(
      (url) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide('postgres', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return async () => {
    server.close()
    await postgres[Symbol.asyncDispose]()
  }
}

/** The URL of an empty database of a real Postgres. */
export const createDatabase = async (): Promise<string> => {
  const response = await fetch(inject('postgres'))
  if (!response.ok) throw new Error(await response.text())
  return response.text()
}

/** A pool on a database, ended with the test. */
export const poolOn = (url: string, max = 10): pg.Pool => {
  const pool = new pg.Pool({ connectionString: url, max })
  pool.on('error', () => undefined)
  onTestFinished(() => pool.end())
  return pool
}
