import { startPostgres } from './scripts/postgres/start.js'
import { createSandbox } from './src/sandbox/index.js'
import { spawn, execFileSync } from 'node:child_process'
await using p = await startPostgres()
await using sandbox = createSandbox({ realTime: true, pendingFor: 1000, processingFor: 1000, apiVersion: '2026-04-16', rows: 300 })
const baseUrl = await sandbox.listen()
const env = { ...process.env, DATABASE_URL: p.url, DIDWW_API_KEY: sandbox.apiKey, DIDWW_BASE_URL: baseUrl, DIDWW_API_VERSION: '2026-04-16' }
const run = (...args: string[]) => new Promise<void>((resolve) => { const t = Date.now(); const c = spawn('node', ['dist/src/cli/main.js', ...args], { env, stdio: 'inherit' }); c.once('exit', (code) => { console.log(args.join(' '), code, Date.now() - t); resolve() }) })
await run('enqueue', '--type', 'cdr_in', 'cdr_out', '--look-back', '3')
await run('worker', '--status')
const w = spawn('node', ['dist/src/cli/main.js', 'worker'], { env, stdio: 'inherit' })
await new Promise((r) => setTimeout(r, 10000))
await run('worker', '--status')
await run('enqueue', '--type', 'cdr_in', 'cdr_out', '--look-back', '3')
const t = Date.now(); w.kill('SIGTERM'); await new Promise((r) => w.once('exit', (c) => { console.log('worker', c, Date.now() - t); r(0) }))
await run('worker', '--status', '--json')
