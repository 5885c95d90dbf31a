import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { vi } from 'vitest'

/** A copy of the spec and what is generated from it, which a test may spoil. */
export class SpecCopy {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async create(): Promise<SpecCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'didww-exports-spec-'))
    for (const path of ['spec', 'generated', 'redocly.yaml']) await cp(path, join(folder, path), { recursive: true })
    await symlink(resolve('node_modules'), join(folder, 'node_modules'))
    return new SpecCopy(folder)
  }

  /** Replaces a text that must be there. */
  async replace(path: string, from: string, to: string): Promise<void> {
    const text = await readFile(join(this.folder, path), 'utf8')
    if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`)
    await writeFile(join(this.folder, path), text.replace(from, to))
  }

  /**
   * Runs a script in the folder as its command line does, but in this process, which has its tools loaded: a process
   * for each would take most of the time to start.
   */
  async script(name: 'generate' | 'lint-spec', ...args: string[]): Promise<{ code: number; text: string }> {
    const [home, argv, exitCode] = [process.cwd(), process.argv, process.exitCode]
    const lines: string[] = []
    for (const method of ['log', 'error'] as const) {
      vi.spyOn(console, method).mockImplementation((line: unknown) => void lines.push(String(line)))
    }
    process.chdir(this.folder)
    process.argv = [process.execPath, name, ...args]
    process.exitCode = 0
    vi.resetModules()
    try {
      await (name === 'generate' ? import('../../scripts/generate.js') : import('../../scripts/lint-spec.js'))
      return { code: process.exitCode, text: lines.join('\n') }
    } catch (error) {
      return { code: 1, text: String(error) }
    } finally {
      process.chdir(home)
      process.argv = argv
      process.exitCode = exitCode
      vi.restoreAllMocks()
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.folder, { recursive: true })
  }
}
