import ts from 'typescript'

const parse = (file: string): ts.SourceFile => {
  const text = ts.sys.readFile(file)
  if (text === undefined) throw new Error(`${file} cannot be read`)
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true)
}

/** The text of a docstring, without its tags. */
export const wordsOf = (node: ts.Node): string => {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)
  return (ts.getTextOfJSDocComment(doc?.comment) ?? '').trim()
}

/** The first sentence of a docstring, on one line. */
export const firstSentence = (words: string): string => {
  const [paragraph = ''] = words.split(/\n\s*\n/)
  const line = paragraph.replace(/\s+/g, ' ')
  return /^.*?[.](?= [A-Z]|$)/.exec(line)?.[0] ?? line
}

const tagOf = (node: ts.Node, name: string): string | undefined => {
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === name)
  return tag && (ts.getTextOfJSDocComment(tag.comment) ?? '').trim()
}

/** An option and its docstring. */
export interface Option {
  name: string
  words: string
  defaultsTo: string
}

/** The members of an interface, in the order of its file. */
export const optionsIn = (file: string, name: string): Option[] => {
  const declaration = parse(file).statements.find(
    (one): one is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(one) && one.name.text === name,
  )
  if (!declaration) throw new Error(`${file} has no interface ${name}`)
  return declaration.members.filter(ts.isPropertySignature).map((member) => ({
    name: member.name.getText(),
    words: wordsOf(member),
    defaultsTo: tagOf(member, 'default') ?? '',
  }))
}

/** The classes of a file. */
export const classesIn = (file: string): ts.ClassDeclaration[] => parse(file).statements.filter(ts.isClassDeclaration)

/** The values that a file exports, and where each comes from, as written there. */
export const exportsOf = (file: string): { name: string; from: string }[] =>
  parse(file)
    .statements.filter(ts.isExportDeclaration)
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .flatMap(({ exportClause, moduleSpecifier }) => {
      if (!exportClause || !ts.isNamedExports(exportClause) || !moduleSpecifier) return []
      const from = (moduleSpecifier as ts.StringLiteral).text
      return exportClause.elements.map(({ name }) => ({ name: name.text, from }))
    })
