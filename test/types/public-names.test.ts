import ts from 'typescript'
import { expect, test } from 'vitest'
import { importedEntries } from '../../scripts/package/entries.js'

/** The names that each entry exports, a line each. */
const publicNames = async (): Promise<string> => {
  const entries = await importedEntries()
  const sources = entries.map(({ source }) => source)
  const program = ts.createProgram(sources, { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 })
  const checker = program.getTypeChecker()
  const namesOf = (source: string): string[] => {
    const file = program.getSourceFile(source)
    const symbol = file && checker.getSymbolAtLocation(file)
    const names = (symbol ? checker.getExportsOfModule(symbol) : []).map((one) => {
      const target = one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one
      return `${target.flags & ts.SymbolFlags.Value ? 'value' : 'type'} ${one.name}`
    })
    return names.sort()
  }
  return entries
    .map(
      ({ name, source }) =>
        `${name}\n${namesOf(source)
          .map((line) => `  ${line}\n`)
          .join('')}`,
    )
    .join('\n')
}

// A name that appears or goes is a change of the package: after one that is meant, run this test with `-u`.
test('every entry exports the names that are written down, and no other', async () => {
  await expect(await publicNames()).toMatchFileSnapshot('public-names.txt')
})
