import ts from 'typescript'
import { beforeAll, expect, test } from 'vitest'
import { apiVersions } from '../../generated/versions.js'

/** What an editor shows: a comment marks the word behind it. */
const SOURCE = `import { createExportsClient } from '../../src/index.js'
const /*client*/didww = createExportsClient()
const /*created*/created = await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } })
created./*status*/status
created./*created_at*/created_at
const /*retrieved*/retrieved = await didww.retrieve('x')
await didww.create({ export_type: 'cdr_in', filters: { month: '12' } })
await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12', day: '1' } })
await didww.create({ export_type: 'sms_in', filters: { year: '2021', month: '12' } })
if (created.status === 'pending') throw created
createExportsClient({ apiVersion: '/*versions*/' })
await didww.create({ export_type: 'cdr_out', filters: { /*filters*/ } })
const /*updating*/next = createExportsClient({ apiVersion: '2026-04-16' })
await next.create({ export_type: 'cdr_in', filters: { /*inbound*/ } })
await next.list({ filter: { /*listed*/ } })
next./*methods*/origin
didww./*fewer*/origin
`

const FILE = `${process.cwd()}/test/types/hover.ts`
let service: ts.LanguageService

beforeAll(() => {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: unknown }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd())
  service = ts.createLanguageService({
    useCaseSensitiveFileNames: () => true,
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
    readDirectory: (...args) => ts.sys.readDirectory(...args),
    fileExists: (path) => path === FILE || ts.sys.fileExists(path),
    readFile: (path) => (path === FILE ? SOURCE : ts.sys.readFile(path)),
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = path === FILE ? SOURCE : ts.sys.readFile(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCompilationSettings: () => options,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    getCurrentDirectory: () => process.cwd(),
  })
})

const markAt = (name: string): number => SOURCE.indexOf(`/*${name}*/`) + name.length + 4

const hover = (name: string): string => {
  const info = service.getQuickInfoAtPosition(FILE, markAt(name))
  return ts.displayPartsToString(info?.displayParts)
}

const documentation = (name: string): string => {
  const info = service.getQuickInfoAtPosition(FILE, markAt(name))
  const tags = (info?.tags ?? []).map(({ text }) => ts.displayPartsToString(text))
  return [ts.displayPartsToString(info?.documentation), ...tags].join(' ')
}

const completions = (name: string, quoted: boolean): string[] =>
  (service.getCompletionsAtPosition(FILE, quoted ? markAt(name) : markAt(name), {})?.entries ?? []).map(
    (one) => one.name,
  )

const faults = (): string[] =>
  service.getSemanticDiagnostics(FILE).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))

test.each([
  ['client', 'const didww: VersionedClient<"2021-12-15">'],
  ['status', '(property) status: "Pending" | "Processing" | "Completed"'],
  ['retrieved', 'const retrieved: Export<"2021-12-15">'],
  ['updating', 'const next: UpdatingClient<"2026-04-16">'],
])('hover of %s', (name, want) => {
  expect(hover(name)).toBe(want)
})

test('an export shows its members, not the types behind them', () => {
  expect(hover('created')).toContain('id: string')
  expect(hover('created')).toContain('url: string | null')
  expect(hover('created')).toContain('export_type: "cdr_in"')
  expect(hover('created')).not.toContain('Omit')
})

test("the spec's descriptions reach the editor", () => {
  expect(documentation('created_at')).toContain('When the export was created, ISO 8601 UTC.')
})

test('errors name the wrong member', () => {
  const found = faults().filter((one) => !one.includes('never read'))
  expect(found[0]).toMatch(/^Property 'year' is missing in type '\{ month: string; \}' but required in type/)
  expect(found[1]).toMatch(/'day' does not exist in type/)
  expect(found[2]).toBe(`Type '"sms_in"' is not assignable to type '"cdr_in" | "cdr_out"'.`)
  expect(found[3]).toMatch(/no overlap/)
})

test('completions offer the versions, and the filters of the export type', () => {
  expect(completions('versions', true)).toEqual(apiVersions)
  expect(completions('filters', false)).toEqual(expect.arrayContaining(['year', 'month', 'day']))
  expect(completions('filters', false)).not.toContain('did_number')
  expect(completions('inbound', false)).toEqual(['from', 'to', 'did_number'])
  expect(completions('listed', false)).toEqual(['external_reference_id', 'id'])
})

test('update is offered if the version has it', () => {
  expect(completions('methods', false)).toContain('update')
  expect(completions('fewer', false)).toContain('create')
  expect(completions('fewer', false)).not.toContain('update')
})
