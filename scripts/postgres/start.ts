import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import pg from 'pg'

/** A Postgres that runs until it is disposed of or this process ends. */
export interface Postgres extends AsyncDisposable {
  readonly url: string
  /** Ends every connection and starts the server again on the same port. */
  readonly restart: () => Promise<void>
  /** Makes an empty database and gives its URL. */
  readonly createDatabase: () => Promise<string>
}

let databases = 0

/** Starts a Postgres on a free port of 127.0.0.1; it takes about two seconds. */
export const startPostgres = async (): Promise<Postgres> => {
  // In its own process group, so that Ctrl-C in a terminal does not end it before its users.
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/postgres/serve.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  const ended = once(child, 'exit')
  // A process that cannot be started is told by the end of its output.
  ended.catch(() => undefined)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const answer = async (): Promise<string> => {
    const next = (await lines.next()) as IteratorResult<string, undefined>
    if (next.done) throw new Error('Postgres ended or did not start; the reason is above')
    return next.value
  }
  const url = await answer()
  return {
    url,
    restart: async () => {
      child.stdin.write('restart\n')
      await answer()
    },
    createDatabase: async () => {
      const name = `test_${(databases += 1)}`
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(`create database ${name}`).finally(() => client.end())
      return url.replace(/postgres$/, name)
    },
    [Symbol.asyncDispose]: async () => {
      child.stdin.end()
      await ended
    },
  }
}
