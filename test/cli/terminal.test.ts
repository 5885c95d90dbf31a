import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli } from '../helpers/cli.js'
import { exportDocument, ID, reply } from '../helpers/document.js'
import { serve } from '../helpers/serve.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-terminal-'))
})
afterAll(() => rm(folder, { recursive: true }))

const CLI = `"${process.execPath}" dist/src/cli/main.js`

/** Runs the command on a terminal of its own and gives what the terminal got. */
const onTerminal = (args: string, env: Record<string, string> = {}): Promise<string> =>
  new Promise((resolve) => {
    const { PATH = '', HOME = '' } = process.env
    const options = { env: { PATH, HOME, TERM: 'xterm-256color', SHELL: '/bin/bash', DIDWW_API_KEY: 'key', ...env } }
    execFile('script', ['-qec', `${CLI} ${args}`, '/dev/null'], options, (_error, stdout) =>
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
