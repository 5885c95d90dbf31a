import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import ts from 'typescript'
import { openStage, type Stage } from './stage.js'

/** The folder of programs: inside the package, so that they can import it by name. */
const FOLDER = 'dist/programs'

/** Compiles a TypeScript program to one that Node.js can run. Types are not checked. */
export const compile = async (name: string, source: string): Promise<string> => {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  const file = resolve(FOLDER, `${name}.mjs`)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, outputText)
  return file
}

/** Runs a program on a stage and returns its output. Throws if it fails. */
export const perform = async (stage: Stage, name: string, source: string): Promise<string> => {
  const { code, output } = await stage.play(`"${process.execPath}" "${await compile(name, source)}"`)
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${output}`)
  return output
}

/** The time on the stage of README and guides. */
export const README_NOW = '2026-11-20T09:00:00Z'

/** Runs a program on a stage of its own. */
export const performAlone = async (name: string, source: string): Promise<string> => {
  await using stage = await openStage({ now: README_NOW })
  return await perform(stage, name, source)
}
