import ts from 'typescript'
import { beforeAll, expect, test } from 'vitest'
import { importedEntries } from '../../scripts/package/entries.js'

interface Entry {
  readonly name: string
  readonly symbols: readonly { readonly name: string; readonly target: ts.Symbol }[]
}

let entries: readonly Entry[] = []
let checker: ts.TypeChecker

beforeAll(async () => {
  const imported = await importedEntries()
  const sources = imported.map(({ source }) => source)
  const program = ts.createProgram(sources, { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 })
  checker = program.getTypeChecker()
  entries = imported.map(({ name, source }) => {
    const file = program.getSourceFile(source)
    const symbol = file && checker.getSymbolAtLocation(file)
    const symbols = (symbol ? checker.getExportsOfModule(symbol) : []).map((one) => ({
      name: one.name,
      target: one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one,
    }))
    return { name, symbols }
  })
})

const line = ({ name, target }: Entry['symbols'][number]): string =>
  `  ${target.flags & ts.SymbolFlags.Value ? 'value' : 'type'} ${name}\n`

// A new or removed name changes the package. After an intended change, run this test with `-u`.
test('every entry exports exactly the recorded names', async () => {
  const text = entries.map(({ name, symbols }) => `${name}\n${symbols.map(line).sort().join('')}`).join('\n')
  await expect(text).toMatchFileSnapshot('public-names.txt')
})

test('every public name has a docstring', () => {
  const all = entries.flatMap(({ name, symbols }) => symbols.map((symbol) => ({ entry: name, ...symbol })))
  expect(all.length).toBeGreaterThan(50)
  const silent = all.filter(({ target }) => target.getDocumentationComment(checker).length === 0)
  expect(silent.map(({ entry, name }) => `${entry} ${name}`)).toEqual([])
})
