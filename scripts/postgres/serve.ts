/**
 * Runs a Postgres in a temporary folder until stdin is closed, so that nothing is left behind, however its parent ends.
 * The first line on stdout is its URL; a line on stdin restarts it.
 */
import { rmSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../free-port.js'
import { isRoot, reachablePostgres, reachableTmpdir } from './reachable.js'

const FLAGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=200']

let log = ''
const fail = (error: unknown): void => {
  console.error(`Postgres cannot be started: ${String(error)}\n${log}`)
  process.exitCode = 1
}

// What is written here is for another user to read.
process.umask(0o022)
const folder = await mkdtemp(join(reachableTmpdir(), 'didww-exports-postgres-'))
await chmod(folder, 0o711)
const EmbeddedPostgres = await reachablePostgres(folder)
// Its working folder and its password file must be open to its user too.
process.chdir(folder)
process.env['TMPDIR'] = folder
const port = await freePort()
const onLog = (text: unknown): void => {
  log = `${log}${String(text)}`.slice(-4000)
}
const postgres = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  port,
  password: 'postgres',
  createPostgresUser: isRoot,
  initdbFlags: ['--no-sync', '--no-locale', '--encoding=UTF8', '--auth=trust'],
  postgresFlags: FLAGS.flatMap((flag) => ['-c', flag]),
  onLog,
  onError: onLog,
})

// The wrapper does not listen for programs that cannot be run.
process.once('uncaughtException', (error) => {
  fail(error)
  rmSync(folder, { recursive: true, force: true })
  process.exit()
})

const say = (line: string): boolean => process.stdout.write(`${line}\n`)

try {
  await postgres.initialise()
  await postgres.start()
  say(`postgres://postgres:postgres@127.0.0.1:${port}/postgres`)
  for await (const line of createInterface(process.stdin)) {
    await postgres.stop()
    await postgres.start()
    say(line)
  }
} catch (error) {
  fail(error)
} finally {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
