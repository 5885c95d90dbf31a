import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { atOnce } from '../helpers/at-once.js'
import { cli } from '../helpers/cli.js'
import { exportDocument, ID, reply } from '../helpers/document.js'
import { closedOrigin, serve } from '../helpers/serve.js'

const CANARY = 'canary-key-77aa'
const prism = inject('prism')['2021-12-15'] ?? ''
const env = { DIDWW_API_KEY: CANARY, DIDWW_BASE_URL: prism }

test('create prints the export, and the resolved period on stderr', async () => {
  const { code, stdout, stderr } = await cli(
    ['create', '--type', 'cdr_in', '--period', '2021-12', '--did', '123456789'],
    { env },
  )
  expect(code).toBe(0)
  expect(stdout).toContain('33bdfff7-4de3-4c58-8c90-b99930fb984a')
  expect(stdout).toMatch(/^status +Pending$/m)
  expect(stderr).toBe('calls from 2021-12-01T00:00:00Z up to 2022-01-01T00:00:00Z\n')
})

test('--json prints the export as data', async () => {
  const { stdout } = await cli(['get', ID, '--json'], { env })
  expect(JSON.parse(stdout)).toMatchObject({ id: ID, status: 'Completed', callback_method: 'POST' })
})

test('list prints a line for each export, wait prints the completed one', async () => {
  const listed = await cli(['list', '--sort', 'status,-created_at', '--all'], { env })
  expect(listed).toMatchObject({ code: 0, stderr: '' })
  expect(listed.stdout.trimEnd().split('\n')).toHaveLength(3)
  const waited = await cli(['wait', ID], { env })
  expect(waited.stdout).toContain('baf6d4cf-e6e8-4920-b15f-b2abc6cb4a7d.csv.gz')
  expect(waited.stderr).toBe(`${ID} is Completed\n`)
})

test.each([
  ['2021-12', { year: '2021', month: '12', did_number: '1' }],
  ['2021-02-01..2021-02-28', { year: '2021', month: '2', did_number: '1' }],
  ['2021-02-01T00:00:00Z..2021-03-01T00:00:00Z', { year: '2021', month: '2', did_number: '1' }],
])('the period %s becomes the filters of the version', async (period, filters) => {
  await using server = await serve(() => reply(exportDocument(), 201))
  const { code } = await cli(['create', '--type', 'cdr_in', '--period', period, '--did', '1'], {
    env: { ...env, DIDWW_BASE_URL: server.origin, DIDWW_API_VERSION: '2021-12-15' },
  })
  expect(code).toBe(0)
  expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ data: { attributes: { filters } } })
})

test('a day of outbound calls, with a callback', async () => {
  await using server = await serve(() => reply(exportDocument(), 201))
  const args = [
    'create',
    '--type',
    'cdr_out',
    '--period',
    '2021-12-05',
    '--trunk',
    ID,
    '--callback-url',
    'http://x.test',
  ]
  await cli([...args, '--callback-method', 'GET', '--base-url', server.origin, '--api-version', '2021-12-15'], { env })
  expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
    data: {
      type: 'exports',
      attributes: {
        export_type: 'cdr_out',
        filters: { year: '2021', month: '12', day: '5', 'voice_out_trunk.id': ID },
        callback_url: 'http://x.test',
        callback_method: 'GET',
      },
    },
  })
})

const create = ['create', '--type', 'cdr_in', '--period', '2021-12']
const FAILURES: [string, number, string[], Record<string, string>, RegExp][] = [
  ['no key', 2, ['list'], { DIDWW_API_KEY: '' }, /DIDWW_API_KEY/],
  ['month 13', 2, ['create', '--type', 'cdr_in', '--period', '2021-13'], {}, /PeriodError malformed/],
  ['a day that is none', 2, ['create', '--type', 'cdr_out', '--period', '2021-02-30'], {}, /PeriodError malformed/],
  ['swapped dates', 2, ['create', '--type', 'cdr_in', '--period', '2021-02-02..2021-02-01'], {}, /empty/],
  ['an empty period', 2, ['create', '--type', 'cdr_in', '--period', ''], {}, /PeriodError malformed/],
  [
    'a day of inbound calls',
    2,
    ['create', '--type', 'cdr_in', '--period', '2021-12-05'],
    {},
    /PeriodError not_expressible/,
  ],
  ['half a month', 2, ['create', '--type', 'cdr_out', '--period', '2021-12-01..2021-12-15'], {}, /not_expressible/],
  ['no period', 2, ['create', '--type', 'cdr_in'], {}, /--period/],
  ['an unknown type', 2, ['create', '--type', 'sms_in', '--period', '2021-12'], {}, /Known types: cdr_in, cdr_out/],
  ['a trunk of inbound calls', 2, [...create, '--trunk', ID], {}, /no filter for a trunk/],
  ['an unknown option', 2, ['list', '--bogus'], {}, /unknown option/],
  ['a key as an argument', 2, ['list', '--api-key=canary-in-argument'], {}, /Set DIDWW_API_KEY, .* --key-file/],
  ['a key as the next argument', 2, ['pull', '--api-key', 'canary-in-argument'], {}, /--api-key is .* DIDWW_API_KEY/],
  ['a key before the command', 2, ['--apikey', 'canary-in-argument', 'list'], {}, /--apikey is .* --key-file/],
  ['a secret as an argument', 2, ['callbacks', 'verify', '--secret', 'canary-x'], {}, /DIDWW_CALLBACK_SECRET, .*-file/],
  ['an unknown command', 2, ['bogus'], {}, /unknown command/],
  ['a command that is misspelt', 2, ['lits'], {}, /unknown command 'lits' \(Did you mean list\?\)/],
  ['an option that is misspelt', 2, ['list', '--al'], {}, /unknown option '--al' \(Did you mean --all\?\)/],
  ['a typo where an option is missing', 2, ['pull', '--tpye', 'cdr_in'], {}, /'--tpye' \(Did you mean --type\?\)/],
  ['a typo below a command', 2, ['callbacks', 'verify', '--ulr', 'x'], {}, /'--ulr' \(Did you mean --url\?\)/],
  ['a typo beside a choice that is none', 2, ['records', '--format', 'x', '--rosw', '3', 'x'], {}, /mean --rows\?/],
  ['a typo beside a wrong number', 2, ['pull', '--concurrency', '0', '--uot', 'x'], {}, /mean --out\?/],
  [
    'a choice that is none',
    2,
    ['records', '--format', 'x', 'x'],
    {},
    /'--format <format>' argument 'x' is invalid. All/,
  ],
  ['a missing option', 2, ['pull', '--type', 'cdr_in'], {}, /required option '--out <dir>' not specified/],
  ['a missing option below a command', 2, ['callbacks', 'verify'], {}, /required option '--url <url>' not specified/],
  ['an option without its value', 2, ['list', '--sort'], {}, /'--sort <attributes>' argument missing/],
  ['no id', 2, ['get'], {}, /missing required argument 'id'/],
  ['an argument too many', 2, ['get', ID, ID], {}, /too many arguments/],
  ['units that are none at a time', 2, ['pull', '--concurrency', '0', '--out', 'x'], {}, /number from 1 to 1000/],
  ['an unknown type to plan', 2, ['plan', '--type', 'x', '--period', '2021-12'], {}, /Known types: cdr_in, cdr_out/],
  ['an unknown version', 2, ['list', '--api-version', '2020-01-01'], {}, /Known versions/],
  ['an unknown version in the environment', 2, ['list'], { DIDWW_API_VERSION: 'x' }, /Known versions/],
  ['an id that is none', 2, ['get', '..'], {}, /invalid_id/],
  ['a broken header', 2, ['list', '--header', 'x'], {}, /NAME:VALUE/],
  ['plain http to a host', 2, ['list', '--base-url', 'http://example.com'], {}, /https:/],
  ['a wait of nothing', 2, ['wait', ID, '--max-wait', '0'], {}, /seconds/],
  ['a key that is refused', 3, ['list', '--header', 'Prefer: code=401'], {}, /AuthenticationError/],
  ['too many requests', 4, ['list', '--max-retries', '0', '--header', 'Prefer: code=429'], {}, /RateLimitError/],
  ['an unknown export', 5, ['get', ID, '--header', 'Prefer: code=404'], {}, /NotFoundError/],
  ['a wrong callback URL', 5, [...create, '--callback-url', 'nonsense'], {}, /ValidationError/],
  ['a wrong callback method', 5, [...create, '--callback-method', 'PUT'], {}, /ValidationError/],
  ['a key file that is not there', 7, ['list', '--key-file', '/no/such/file'], {}, /ENOENT/],
]

test.each(FAILURES)('%s exits %i with one line', async (_name, wanted, args, extra, message) => {
  const { code, stdout, stderr } = await cli(args, { env: { ...env, ...extra } })
  expect({ code, stdout }).toEqual({ code: wanted, stdout: '' })
  expect(stderr).toMatch(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(stderr).not.toContain(CANARY)
})

test.each<[string, number, { status?: number; headers?: Record<string, string>; body?: string }]>([
  ['HTML', 6, { headers: { 'Content-Type': 'text/html' }, body: '<html>' }],
  ['nothing', 6, {}],
  ['cut JSON', 6, { headers: { 'Content-Type': 'application/vnd.api+json' }, body: '{"data":' }],
  ['a redirect', 6, { status: 302, headers: { Location: 'http://127.0.0.1:9/' } }],
  ['a 503', 4, { status: 503 }],
  ['another version', 5, reply(exportDocument({}, '2026-04-16'))],
])('an answer of %s exits %i', async (_name, wanted, answer) => {
  await using server = await serve(() => answer)
  const { code, stderr } = await cli(['get', ID, '--max-retries', '0', '--base-url', server.origin], { env })
  expect(code).toBe(wanted)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test('an unreachable host exits 4', async () => {
  const { code, stderr } = await cli(['list', '--max-retries', '0', '--base-url', await closedOrigin()], { env })
  expect(code).toBe(4)
  expect(stderr).toMatch(/connection_refused/)
})

test('the key comes from a file or from stdin', async () => {
  await using server = await serve(() => reply(exportDocument()))
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-test-'))
  await writeFile(join(folder, 'cli.key'), `${CANARY}\n`)
  const connection = ['get', ID, '--base-url', server.origin, '--key-file']
  await cli([...connection, join(folder, 'cli.key')])
  await cli([...connection, '-'], { stdin: `${CANARY}-stdin\n` })
  await rm(folder, { recursive: true })
  expect(server.requests.map(({ headers }) => headers['api-key'])).toEqual([CANARY, `${CANARY}-stdin`])
})

test('SIGINT ends a wait with 130', async () => {
  await using server = await serve(() => reply(exportDocument({ status: 'Pending', url: null })))
  const { code } = await cli(['wait', ID, '--base-url', server.origin], { env, kill: 'SIGINT' })
  expect(code).toBe(130)
})

/** The names under "Commands:" in a help. */
const namesIn = (help: string): string[] => {
  const commands = help.split('\nCommands:\n')[1]?.split('\n\n')[0] ?? ''
  return [...commands.matchAll(/^ {2}(\S+)/gm)].flatMap(([, name = '']) => (name === 'help' ? [] : [name]))
}

test('every command has a help with an example, on a screen of 80 columns', async () => {
  const { stdout: top } = await cli(['--help'])
  const { stdout: callbacks } = await cli(['callbacks', '--help'])
  const names = [...namesIn(top), ...namesIn(callbacks).map((name) => `callbacks ${name}`)]
  expect(names).toEqual(expect.arrayContaining(['pull', 'doctor', 'callbacks', 'callbacks sign']))
  const helps = await atOnce(names, 4, (name) => cli([...name.split(' '), '--help']))
  for (const [index, { code, stdout, stderr }] of helps.entries()) {
    const name = names[index] ?? ''
    expect({ code, stderr }, name).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Usage: didww-exports ${name} `)
    if (name !== 'callbacks') expect(stdout).toMatch(/\nExample.*:\n {2}didww-exports /)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  }
  expect((await cli(['help', 'pull'])).stdout).toBe((await cli(['pull', '--help'])).stdout)
})

test('a full disk behind stdout exits 7', async () => {
  const line = `node dist/src/cli/main.js list --base-url ${prism} > /dev/full`
  const options = { env: { PATH: process.env['PATH'], DIDWW_API_KEY: CANARY } }
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile('sh', ['-c', line], options, (error, _stdout, stderr) => resolve({ code: error?.code ?? 0, stderr }))
  })
  expect({ code, stderr }).toEqual({
    code: 7,
    stderr: 'error: cannot write to stdout: ENOSPC [StorageError storage]\n',
  })
})
