import ts from 'typescript'

/** What the compiler says of programs that are given by name, each as if it stood in `test/snippets/`. */
export const typeCheck = (programs: ReadonlyMap<string, string>): Map<string, string[]> => {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: unknown }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd())
  const paths = new Map([...programs].map(([name, source]) => [`${process.cwd()}/test/snippets/${name}.ts`, source]))
  const host = ts.createCompilerHost(options)
  const usual = { ...host }
  host.fileExists = (path) => paths.has(path) || usual.fileExists(path)
  host.getSourceFile = (path, version, ...rest) => {
    const source = paths.get(path)
    return source === undefined
      ? usual.getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, source, version)
  }
  const program = ts.createProgram([...paths.keys()], options, host)
  return new Map(
    [...programs.keys()].map((name) => {
      const file = program.getSourceFile(`${process.cwd()}/test/snippets/${name}.ts`)
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      return [name, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))]
    }),
  )
}
