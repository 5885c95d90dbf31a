import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSandbox, type Fault } from '../../src/sandbox/index.js'
import { cli } from '../helpers/cli.js'
import { closedMonth } from '../helpers/closed-month.js'
import { exportDocument, ID, reply } from '../helpers/document.js'
import { serve } from '../helpers/serve.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-terminal-'))
})
afterAll(() => rm(folder, { recursive: true }))

const CLI = `"${process.execPath}" dist/src/cli/main.js`

/** Runs the command on a terminal of its own and gives what the terminal got. */
const onTerminal = (args: string, env: Record<string, string> = {}, columns = 80): Promise<string> =>
  new Promise((resolve) => {
    const { PATH = '', HOME = '' } = process.env
    const options = { env: { PATH, HOME, TERM: 'xterm-256color', SHELL: '/bin/bash', DIDWW_API_KEY: 'key', ...env } }
    execFile('script', ['-qec', `stty cols ${columns}; ${CLI} ${args}`, '/dev/null'], options, (_error, stdout) =>
      resolve(stdout.replaceAll('\r\n', '\n')),
    )
  })

/** Rings, moves the cursor, changes the title, turns the direction of writing; in C0, C1 and Unicode. */
const EVIL = '\u0007\u001b[2J\u001b]0;title\u0007\u009b31m\u007f\u202e'
// eslint-disable-next-line no-control-regex -- these are what is looked for
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/

const csv = async (name: string): Promise<string> => {
  const path = join(folder, name)
  const header = 'Date/Time Start (UTC),Source,DID,Destination,Duration (secs),Disconnect Code'
  await writeFile(path, `${header}\n2026-10-01 00:00:00,${EVIL},1,2,3,${EVIL}\n`)
  return path
}

test.each(['ndjson', 'csv', 'table'])('control characters in calls are escaped: %s', async (format) => {
  const file = await csv('evil.csv')
  const text = await onTerminal(`records "${file}" --type cdr_in --no-strict --format ${format}`)
  expect(text).toMatch(/2026-10-01/)
  expect(text).toMatch(/\\u(?:001b|\{1b\})/)
  expect(text).not.toMatch(OBEYED)
})

test('in a pipe they are unchanged, and JSON on a terminal stays valid', async () => {
  const file = await csv('pipe.csv')
  const args = ['records', file, '--type', 'cdr_in', '--no-strict']
  const { stdout } = await cli(args)
  expect(JSON.parse(stdout)).toMatchObject({ source: EVIL })
  const shown = await onTerminal(args.map((arg) => `"${arg}"`).join(' '))
  expect(JSON.parse(shown.slice(shown.indexOf('{')))).toEqual(JSON.parse(stdout))
})

test('control characters from the server are escaped: details of errors, and exports', async () => {
  await using server = await serve((_, count) =>
    count === 1
      ? reply({ errors: [{ title: EVIL, detail: EVIL }] }, 422)
      : reply(exportDocument({ callback_url: `http://x.test/${EVIL}` })),
  )
  const refused = await onTerminal(`get ${ID}`, { DIDWW_BASE_URL: server.origin })
  expect(refused).toMatch(/ValidationError/)
  const [table, json] = [
    await onTerminal(`get ${ID}`, { DIDWW_BASE_URL: server.origin }),
    await onTerminal(`get ${ID} --json`, { DIDWW_BASE_URL: server.origin }),
  ]
  expect(JSON.parse(json)).toMatchObject({ id: ID, callback_url: `http://x.test/${EVIL}` })
  for (const text of [refused, table, json]) expect(text).not.toMatch(OBEYED)
})

test('control characters in names of files and options are escaped', async () => {
  const missing = await onTerminal(`records $'/no/such/\\e[2Jfile' --type cdr_in`)
  expect(missing).toMatch(/ENOENT/)
  const unknown = await onTerminal(`list $'--\\e[2Jx'`)
  expect(unknown).toMatch(/unknown option/)
  for (const text of [missing, unknown]) expect(text).not.toMatch(OBEYED)
})

test('control characters in callbacks are escaped', async () => {
  const { PATH = '' } = process.env
  const command = `${CLI} callbacks listen --json`
  const env = { PATH, TERM: 'xterm-256color', SHELL: '/bin/bash', DIDWW_CALLBACK_SECRET: 'secret' }
  const child = spawn('script', ['-qec', command, '/dev/null'], { env })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more.replaceAll('\r\n', '\n')))
  await expect.poll(() => text, { timeout: 10_000 }).toMatch(/listening on http:\S+\n/)
  await fetch(/http:\S+/.exec(text)?.[0] ?? '', { method: 'POST', body: new URLSearchParams({ id: EVIL }) })
  await expect.poll(() => text).toMatch(/"verified":false.*\n/)
  // What is typed there goes to the command.
  child.stdin.write('\u0003')
  await once(child, 'close')
  expect(text).toMatch(/\\u001b/)
  expect(text.replace('^C', '')).not.toMatch(OBEYED)
})

/** What a terminal shows after each time that a line of it was rewritten, and the lines that stay. */
const screensOf = (text: string): { rewritten: string[]; kept: string[] } => {
  const lines = text.split('\n')
  const rewritten = lines.flatMap((line) => line.split('\r').slice(1, -1)).map((one) => one.replaceAll('\u001b[K', ''))
  const kept = lines.map((line) => line.split('\r').at(-1) ?? '').map((one) => one.replaceAll('\u001b[K', ''))
  return { rewritten: rewritten.filter((one) => one !== ''), kept: kept.filter((one) => one !== '') }
}

const RATE = /([\d.]+) (B|KiB|MiB|GiB)\/s/

test.each([
  [77, 'ndjson', 'cdr_in'],
  [120, 'csv.gz', 'cdr_in'],
  [80, 'csv.gz', 'cdr_in cdr_out'],
] as const)('progress is one line of %i columns that is rewritten: %s of %s', async (columns, format, types) => {
  const faults: Fault[] = [{ on: 'downloadExport', nth: 'every', do: { slow: 2_000_000 } }]
  const settings = { rows: 150_000, realTime: true, pendingFor: '10ms', processingFor: '10ms' } as const
  await using sandbox = createSandbox({ ...settings, faults })
  const env = { DIDWW_BASE_URL: await sandbox.listen(), DIDWW_API_KEY: sandbox.apiKey }
  const out = join(folder, `progress ${columns} ${types}`)
  const pull = `pull --type ${types} --period ${closedMonth.period} --out '${out}' --format ${format}`
  const { rewritten, kept } = screensOf(await onTerminal(pull, env, columns))
  const isMany = types.includes(' ')
  const transfers = rewritten.filter((line) => line.includes('downloading'))
  expect(transfers.length).toBeGreaterThan(3)
  // Both phases are in it.
  expect(transfers.filter((line) => / calls/.test(line)).length).toBeGreaterThan(transfers.length / 2)
  for (const line of rewritten) expect(line.length).toBeLessThan(columns)
  // A bar is left out only where it does not fit, beside a low rate.
  const barless = isMany ? [] : transfers.filter((line) => !/█|░/.test(line))
  for (const line of barless) expect(line.length).toBeGreaterThan(columns - 10)
  for (const line of rewritten) expect(RATE.exec(line)?.[2]).not.toBe('GiB')
  // Nothing of it stays.
  expect(kept.filter((line) => !line.startsWith(out) && !line.startsWith('note: '))).toEqual([
    expect.stringMatching(/^calls from /) as string,
    ...(isMany
      ? [
          expect.stringMatching(/^done {9}cdr_\w+ +of \S+ {2,}150,000 calls/) as string,
          expect.stringMatching(/^done {9}cdr_\w+ +of \S+ {2,}150,000 calls/) as string,
          expect.stringMatching(/^2 units: 2 done; 300,000 calls$/) as string,
        ]
      : [expect.stringMatching(/^pulled: 150,000 calls/) as string]),
  ])
})

test('--quiet leaves only errors and data, on a terminal and in a pipe', async () => {
  await using sandbox = createSandbox({ rows: 5, realTime: true, pendingFor: '10ms', processingFor: '10ms' })
  const env = { DIDWW_BASE_URL: await sandbox.listen(), DIDWW_API_KEY: sandbox.apiKey }
  const args = ['pull', '--type', 'cdr_in', 'cdr_out', '--period', 'last-month', '--out', join(folder, 'quiet'), '-q']
  const text = await onTerminal(args.map((arg) => `'${arg}'`).join(' '), env)
  expect(
    text
      .trimEnd()
      .split('\n')
      .every((line) => line.endsWith('.csv.gz')),
  ).toBe(true)
  expect(await cli(args, { env })).toMatchObject({ code: 0, stderr: '' })
  const failing = await cli([...args.slice(0, 7), join(folder, 'never'), '-q'], { env: { ...env, DIDWW_API_KEY: 'x' } })
  expect(failing.stderr).toMatch(/^suspended {2}.*\nsuspended {2}.*\nerror: .*unauthorized\].*\n$/)
})

test.each([
  [
    'pull',
    /^interrupted while .*(?:cdr_in of|the pull).*; run again to go on: what was downloaded is kept, and its calls are read again$/m,
  ],
  ['wait', /^interrupted while waiting for the export; it goes on without you; run again to wait$/m],
] as const)('%s says what it was doing when it is interrupted', async (command, said) => {
  await using sandbox = createSandbox({ rows: 5, realTime: true, pendingFor: '1h' })
  const env = { DIDWW_BASE_URL: await sandbox.listen(), DIDWW_API_KEY: sandbox.apiKey }
  const create = await cli(['create', '--type', 'cdr_in', '--period', closedMonth.period, '--json'], { env })
  const { id } = JSON.parse(create.stdout) as { id: string }
  const args = { pull: ['--type', 'cdr_in', '--period', closedMonth.period, '--out', join(folder, 'stop')], wait: [id] }
  const { code, stderr } = await cli([command, ...args[command]], { env, kill: 'SIGINT' })
  expect(code).toBe(130)
  expect(stderr).toMatch(said)
})

test('colours are for terminals only, and never with NO_COLOR', async () => {
  const env = { DIDWW_BASE_URL: 'http://127.0.0.1:1' }
  expect(await onTerminal('doctor', env)).toContain('\u001b[31mfail\u001b[0m')
  expect(await onTerminal('doctor', { ...env, NO_COLOR: '1' })).not.toContain('\u001b')
  expect(await onTerminal('doctor', { ...env, NO_COLOR: '1', FORCE_COLOR: '1' })).not.toContain('\u001b')
  expect(await onTerminal('doctor', { ...env, TERM: 'dumb' })).not.toContain('\u001b')
  expect((await cli(['doctor'], { env: { ...env, DIDWW_API_KEY: 'key', FORCE_COLOR: '1' } })).stdout).not.toContain(
    '\u001b',
  )
})

test('on a terminal an error, its class and its hint are on lines of their own; a pipe gets one line', async () => {
  expect(await onTerminal('create --type cdr_uot --period 2026-10')).toMatch(
    /^error: --type "cdr_uot" is not known in .*\n\[ConfigurationError invalid_option\]\nhint: Known types: .*\n$/,
  )
  const { stderr } = await cli(['create', '--type', 'cdr_uot', '--period', '2026-10'], {
    env: { DIDWW_API_KEY: 'key' },
  })
  expect(stderr).toMatch(/^error: .* \[ConfigurationError invalid_option\] Known types: .*\n$/)
})
