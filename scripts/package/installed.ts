import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Packed } from './pack.js'
import { run } from './run.js'

/** An empty project of somebody else's, into which the tarball is installed. */
export const installInto = async (project: string, { path }: Packed): Promise<void> => {
  await mkdir(project, { recursive: true })
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', path], { cwd: project })
}

/** One package that is installed with ours. */
export interface Installed {
  readonly name: string
  readonly version: string
  /** SPDX, as its package.json says. */
  readonly license: string
  /** Scripts that would run when it is installed. */
  readonly installScripts: readonly string[]
}

/** Licences under which a package may be used in a closed program too. */
const PERMISSIVE: readonly string[] = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']

export const isPermissive = ({ license }: Installed): boolean => PERMISSIVE.includes(license)

/** Everything that a project gets by installing the tarball, ours included. */
export const installedTree = async (project: string): Promise<Installed[]> => {
  const { stdout } = await run('npm', ['query', ':root *'], { cwd: project })
  const packages = JSON.parse(stdout) as {
    name: string
    version: string
    license?: unknown
    scripts?: Record<string, string>
  }[]
  return packages.map(({ name, version, license, scripts = {} }) => ({
    name,
    version,
    license: typeof license === 'string' ? license : 'none',
    installScripts: Object.keys(scripts).filter((script) => /^(?:pre|post)?install$/.test(script)),
  }))
}
