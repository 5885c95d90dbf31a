import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** A made-up version, created from this one as CONTRIBUTING says, with one more filter and one more column. */
const BASE = '2026-04-16'
const NEXT = '2030-01-01'

let folder = ''

/** Runs one of our scripts in the copy. */
const run = (tool: string, ...args: string[]): Promise<{ code: number; text: string }> =>
  new Promise((settle) => {
    execFile(resolve(`node_modules/.bin/${tool}`), args, { cwd: folder }, (error, stdout, stderr) =>
      settle({ code: error ? Number(error.code) : 0, text: stdout + stderr }),
    )
  })

const edited = async (path: string, to: string, edit: (text: string) => string): Promise<void> => {
  const text = await readFile(join(folder, path), 'utf8')
  if (edit(text) === text) throw new Error(`${path} is as it was`)
  await writeFile(join(folder, to), edit(text))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-next-'))
  const copied = ['spec', 'generated', 'src', 'scripts', 'redocly.yaml', 'tsconfig.json', 'package.json']
  for (const path of copied) await cp(path, join(folder, path), { recursive: true })
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))

  const filters = 'description: Which inbound calls. A filter that is not listed here is refused.\n      properties:\n'
  const filter = '        source_name:\n          type: string\n          description: Name of the caller.\n'
  await edited(`spec/${BASE}.yaml`, `spec/${NEXT}.yaml`, (text) =>
    text
      .replaceAll(BASE, NEXT)
      .replace(filters, filters + filter)
      .replaceAll('cdr-in-22-columns.yaml', 'cdr-in-23-columns.yaml'),
  )
  await edited('spec/records/cdr-in-22-columns.yaml', 'spec/records/cdr-in-23-columns.yaml', (text) =>
    text
      .replace('name: 22 columns', 'name: 23 columns')
      .replace('    - call_id\n', '    - call_id\n    - carrier\n')
      .concat(
        "    carrier:\n      x-csv-column: Carrier\n      type: [string, 'null']\n      description: Its carrier.\n",
      ),
  )
  await edited('redocly.yaml', 'redocly.yaml', (text) =>
    text.replace('\nextends:', `  exports@${NEXT}:\n    root: spec/${NEXT}.yaml\n\nextends:`),
  )
})
afterAll(() => rm(folder, { recursive: true }))

const PROGRAM = `
import { asCall, columnsOf, createExportsClient } from './src/index.js'
import { createSandbox } from './src/sandbox/index.js'

const sandbox = createSandbox({ seed: 3, now: '2030-02-10T00:00:00Z', rows: 100 })
const { apiKey, clock } = sandbox
const didww = createExportsClient({ apiVersion: '${NEXT}', apiKey, clock, baseUrl: await sandbox.listen() })
const month = { from: '2030-01-01 00:00:00', to: '2030-02-01 00:00:00' }
const filters = { ...month, source_name: 'John Smith' }
const created = await didww.create({ export_type: 'cdr_in', filters })
// @ts-expect-error - not a filter of this version either
const refused = await didww.create({ export_type: 'cdr_in', filters: { ...month, year: '2030' } }).catch((error) => error.name)
await didww.update(created.id, { external_reference_id: 'january' })
const names = new Set<string | null>()
const carriers = new Set<string | null>()
let cost = 0
for await (const record of didww.pull({ export_type: 'cdr_in', filters })) {
  names.add(record.source_name)
  carriers.add(record.carrier)
  if (asCall(record).cost !== null) cost += 1
}
await sandbox.close()
const columns = columnsOf('${NEXT}', 'cdr_in').length
console.log(JSON.stringify({ refused, names: [...names], carriers: [...carriers], cost: cost > 0, columns }))
`

test('a new version changes only spec/, redocly.yaml and generated/, and everything supports it', async () => {
  expect(await run('tsx', 'scripts/generate.ts')).toMatchObject({ code: 0 })
  expect(await run('tsx', 'scripts/lint-spec.ts')).toMatchObject({ code: 0 })

  // As the build does.
  await cp(join(folder, 'generated/openapi'), join(folder, 'dist/openapi'), { recursive: true })

  await writeFile(join(folder, 'program.ts'), PROGRAM)
  const project = { extends: './tsconfig.json', include: ['src', 'generated', 'program.ts'] }
  await writeFile(join(folder, 'tsconfig.next.json'), JSON.stringify(project))
  const [types, program, cli, diff] = await Promise.all([
    run('tsc', '--noEmit', '-p', 'tsconfig.next.json'),
    run('tsx', 'program.ts'),
    run('tsx', 'src/cli/main.ts', 'pull', '--demo', '--out', 'demo', '--api-version', NEXT),
    run('tsx', 'scripts/spec-diff.ts', BASE, NEXT),
  ])
  expect(types).toEqual({ code: 0, text: '' })
  expect(JSON.parse(program.text)).toEqual({
    refused: 'ValidationError',
    names: ['John Smith'],
    carriers: [null],
    cost: true,
    columns: 23,
  })
  expect(cli).toMatchObject({ code: 0, text: expect.stringMatching(/^pulled: 1,000 calls, cdr_in/m) as string })
  expect(diff.text).toContain('+ requestBody.data.attributes.cdr_in.filters.source_name added')
  expect(diff.text).toContain(`${BASE} to ${NEXT}: `)
}, 300_000)
