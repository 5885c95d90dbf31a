import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { closedMonth } from '../helpers/closed-month.js'
import { cli } from '../helpers/cli.js'

let dir = ''
let sandbox: Sandbox
let env: Record<string, string> = {}
const month = { export_type: 'cdr_in', filters: closedMonth.filters }

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'didww-exports-cli-'))
  sandbox = createSandbox({
    rows: 50,
    realTime: true,
    pendingFor: '10ms',
    processingFor: '10ms',
  })
  env = { DIDWW_BASE_URL: await sandbox.listen(), DIDWW_API_KEY: sandbox.apiKey }
})
afterEach(async () => {
  await sandbox.close()
  await rm(dir, { recursive: true })
})

const out = (name: string): string => join(dir, name)
const pull = ['pull', '--type', 'cdr_in', '--period', closedMonth.period]

test('pull prints where the file is; the second time it is done, without a request', async () => {
  const first = await cli([...pull, '--out', dir], { env })
  expect(first.code).toBe(0)
  const file = first.stdout.trim()
  expect(
    gunzipSync(await readFile(file))
      .toString()
      .trimEnd()
      .split('\n'),
  ).toHaveLength(51)
  expect(first.stderr).toMatch(
    /^calls from .*\ncreating the export\nexport [0-9a-f-]{36} is \w+\n(?:export .*\n)*pulled: 50 calls, cdr_in of \d{4}-\d{2}/,
  )
  const before = sandbox.requests.length
  const second = await cli([...pull, '--out', dir], { env })
  expect(second).toMatchObject({ code: 0, stdout: first.stdout })
  expect(second.stderr).toMatch(/^calls from .*\ndone already, no request made: 50 calls/)
  expect(sandbox.requests).toHaveLength(before)
})

test('pull --json prints what it did as data', async () => {
  const { stdout } = await cli([...pull, '--out', dir, '--json'], { env })
  expect(JSON.parse(stdout)).toMatchObject({
    rows: 50,
    format: 'csv.gz',
    generation: 1,
    already: false,
    provisional: false,
  })
})

test('a provisional period says what that means and when to pull again', async () => {
  const end = new Date()
  end.setUTCMonth(end.getUTCMonth() + 1, 3)
  const said = `provisional: late calls may still come; pull again after ${end.toISOString().slice(0, 10)} 00:00 UTC`
  const one = await cli(['pull', '--type', 'cdr_in', '--period', 'this-month', '--out', out('one')], { env })
  expect(one.stderr).toContain(`; ${said}\n`)
  const many = await cli(['pull', '--type', 'cdr_in', 'cdr_out', '--period', 'this-month', '--out', dir], { env })
  expect(many.stderr).toContain(`2 provisional; `)
  expect(many.stderr).toContain(`\n${said}\n`)
})

test('pull --format ndjson writes the calls as lines of JSON', async () => {
  const { stdout } = await cli([...pull, '--out', dir, '--format', 'ndjson'], { env })
  const lines = (await readFile(stdout.trim(), 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(sandbox.calls(month))
})

test('download writes the verified file, and keeps an existing one', async () => {
  const created = await cli(['create', '--type', 'cdr_in', '--period', closedMonth.period, '--json'], { env })
  const { id } = JSON.parse(created.stdout) as { id: string }
  await cli(['wait', id], { env })
  const first = await cli(['download', id, '--out', out('cdrs.csv.gz'), '--json'], { env })
  expect(JSON.parse(first.stdout)).toMatchObject({
    path: out('cdrs.csv.gz'),
    sha256: (await sandbox.measure(id)).sha256,
  })
  const again = await cli(['download', id, '--out', out('cdrs.csv.gz')], { env })
  expect(again).toMatchObject({ code: 2, stdout: '' })
  expect(again.stderr).toMatch(/file_exists.*--force/)
  expect(await cli(['download', id, '--out', out('cdrs.csv.gz'), '--force'], { env })).toMatchObject({ code: 0 })
})

test('download of an export that is not completed says what to do', async () => {
  const slow = createSandbox({ pendingFor: '1h' })
  const environment = { DIDWW_BASE_URL: await slow.listen(), DIDWW_API_KEY: slow.apiKey }
  const created = await cli(['create', '--type', 'cdr_in', '--period', closedMonth.period, '--json'], {
    env: environment,
  })
  const { id } = JSON.parse(created.stdout) as { id: string }
  const { code, stderr } = await cli(['download', id, '--out', out('x')], { env: environment })
  await slow.close()
  expect(code).toBe(2)
  expect(stderr).toContain(`didww-exports wait ${id}`)
})

const ROW =
  'Date/Time Start (UTC),Date/Time Connect (UTC),Date/Time End (UTC),Source,DID,Destination,Duration (secs),Disconnect Initiator,Disconnect Code,Response,TollFree Amount (USD),Termination Amount (USD),Metered Channels Amount (USD),Customer ID,Sell Amount (Points)\n' +
  '2018-12-06 05:20:58,,,4,972397239159652,sip:972397239159652@didww.com,0,Destination,408,SIP transaction timeout,0.000,0.000,0.000,,0.000\n'

test('records decodes a file: ndjson, csv byte for byte, a table of 80 columns', async () => {
  await writeFile(out('cdrs.csv.gz'), gzipSync(ROW))
  const records = (...args: string[]) => cli(['records', out('cdrs.csv.gz'), '--type', 'cdr_in', ...args])
  const ndjson = await records()
  expect(JSON.parse(ndjson.stdout)).toMatchObject({
    date_time_start_utc: '2018-12-06T05:20:58Z',
    date_time_connect_utc: null,
    did: '972397239159652',
    duration_secs: 0,
    tollfree_amount_usd: '0.000',
    customer_id: null,
  })
  expect((await records('--format', 'csv')).stdout).toBe(ROW)
  const table = await records('--format', 'table')
  expect(table.stdout).toContain('972397239159652')
  expect(Math.max(...table.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  await records('--format', 'csv', '--out', out('cdrs.csv'))
  expect(await readFile(out('cdrs.csv'), 'utf8')).toBe(ROW)
  expect(await records('--out', out('cdrs.csv'))).toMatchObject({ code: 2 })
})

const gz = gzipSync(ROW)
test.each<[string, Buffer, number, RegExp]>([
  ['another header', gzipSync('a,b\n1,2\n'), 6, /unknown_layout/],
  ['HTML', Buffer.from('<html>Log in</html>\n'), 6, /unknown_layout/],
  ['a cut file', gz.subarray(0, -9), 6, /truncated/],
  ['a damaged file', Buffer.concat([gz.subarray(0, -8), Buffer.alloc(8, 7)]), 6, /corrupt/],
  ['a doubled file', Buffer.concat([gz, gz]), 6, /duplicate_header/],
  ['a ragged row', gzipSync(`${ROW}1,2\n`), 6, /ragged_row/],
  ['an impossible date', gzipSync(ROW.replace('12-06', '13-06')), 6, /invalid_value/],
  ['nothing', Buffer.alloc(0), 6, /empty_file/],
])('records of %s is an error, and no file is left', async (_name, bytes, wanted, message) => {
  await writeFile(out('in'), bytes)
  const { code, stderr } = await cli(['records', out('in'), '--type', 'cdr_in', '--format', 'csv', '--out', out('o')])
  expect(code).toBe(wanted)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(stderr).toMatch(message)
  await expect(readFile(out('o'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('records of a file that is not there exits 7', async () => {
  expect(await cli(['records', out('none'), '--type', 'cdr_in'])).toMatchObject({ code: 7, stdout: '' })
})

test('a reader that closes the pipe ends records quietly', async () => {
  await writeFile(out('many.csv'), ROW + `${ROW.split('\n')[1] ?? ''}\n`.repeat(50_000))
  const child = spawn('bash', ['-c', `node dist/src/cli/main.js records ${out('many.csv')} --type cdr_in | head -n 1`])
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await new Promise((resolve) => child.once('close', resolve))
  expect(text.trimEnd().split('\n')).toHaveLength(1)
})

test.each([
  [
    'a period out of the window',
    ['pull', '--type', 'cdr_in', '--period', '2020-01', '--out', 'DIR'],
    2,
    /outside_window/,
  ],
  ['a future period', ['pull', '--type', 'cdr_in', '--period', '2099-01', '--out', 'DIR'], 2, /in_future/],
  [
    'a day the version cannot ask for',
    ['pull', '--type', 'cdr_in', '--period', `${closedMonth.period}-05`, '--out', 'DIR', '--api-version', '2021-12-15'],
    2,
    /not_expressible/,
  ],
  ['no type', ['pull', '--out', 'DIR'], 2, /--type and --period/],
  ['an unknown format', [...pull, '--out', 'DIR', '--format', 'xml'], 2, /csv.gz/],
])('pull of %s exits with one line', async (_name, args, wanted, message) => {
  const { code, stderr } = await cli(
    args.map((arg) => (arg === 'DIR' ? dir : arg)),
    { env },
  )
  expect(code).toBe(wanted)
  expect(stderr).toMatch(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(sandbox.requests).toEqual([])
})

test('a wrong key exits 3, and the key is shown nowhere', async () => {
  const { code, stdout, stderr } = await cli([...pull, '--out', dir], {
    env: { ...env, DIDWW_API_KEY: 'canary-key-9' },
  })
  expect(code).toBe(3)
  expect(stdout + stderr).not.toContain('canary')
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s exits %i and leaves a state from which the next run resumes', async (signal, code) => {
  const slow = createSandbox({
    rows: 50,
    realTime: true,
    pendingFor: '1s',
    processingFor: '1s',
  })
  const environment = { DIDWW_BASE_URL: await slow.listen(), DIDWW_API_KEY: slow.apiKey }
  const child = spawn(process.execPath, ['dist/src/cli/main.js', ...pull, '--out', dir], {
    env: { ...process.env, ...environment },
  })
  const lines = createInterface(child.stderr)
  for await (const line of lines) if (line.includes('Pending')) break
  child.kill(signal)
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(code)
  expect((await readdir(join(dir, '.didww'))).filter((name) => name.includes('lock'))).toEqual([])
  expect(await cli([...pull, '--out', dir], { env: environment })).toMatchObject({ code: 0 })
  expect(slow.exports).toHaveLength(1)
  await slow.close()
})

test('the demo needs no key, shows rows, and never writes into a directory of real calls', async () => {
  const first = await cli(['pull', '--demo', '--out', out('demo')])
  expect(first).toMatchObject({ code: 0 })
  expect(first.stdout).toMatch(/^when +from +to +seconds +result +cost\n/)
  const second = await cli(['pull', '--demo', '--out', out('demo')])
  expect(second.stdout).toBe(first.stdout)
  expect(second.stderr).toMatch(/^done already, no request made/m)
  await cli([...pull, '--out', out('real')], { env })
  expect(await cli(['pull', '--demo', '--out', out('real')])).toMatchObject({ code: 2 })
})

test('the first line of sandbox says where it listens and with which key', async () => {
  await writeFile(out('faults.json'), JSON.stringify([{ on: 'listExports', nth: 2, do: { status: 503 } }]))
  const args = [
    'sandbox',
    '--now',
    '2021-12-20T00:00:00Z',
    '--seed',
    '7',
    '--rows',
    '5',
    '--faults',
    out('faults.json'),
  ]
  const child = spawn(process.execPath, ['dist/src/cli/main.js', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let first = ''
  for await (const line of createInterface(child.stdout)) {
    first = line
    break
  }
  const { url, apiKey, authUrl } = JSON.parse(first) as Record<string, string>
  expect(authUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const environment = { DIDWW_BASE_URL: url ?? '', DIDWW_API_KEY: apiKey ?? '' }
  expect(await cli(['list'], { env: environment })).toMatchObject({ code: 0 })
  expect(await cli(['list', '--max-retries', '0'], { env: environment })).toMatchObject({ code: 4 })
  child.kill('SIGINT')
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(130)
})

test.each([
  [['sandbox', '--now', 'noon'], /now/],
  [['sandbox', '--rows', '-1'], /--rows/],
  [['sandbox', '--port', 'x'], /--port/],
  [['sandbox', '--faults', '/no/such'], /ENOENT/],
])('%j is refused with one line', async (args, message) => {
  const { code, stderr } = await cli(args)
  expect([2, 7]).toContain(code)
  expect(stderr).toMatch(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})
