import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Packed } from './pack.js'
import { run } from './run.js'

/** Creates a consumer's project and installs the tarball into it. */
export const installInto = async (project: string, { path }: Packed): Promise<void> => {
  await mkdir(project, { recursive: true })
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', path], { cwd: project })
}

/** A package that is installed with ours. */
export interface Installed {
  readonly name: string
  readonly version: string
  /** SPDX identifier from its package.json. */
  readonly license: string
  /** Scripts that would run when it is installed. */
  readonly installScripts: readonly string[]
}

/** Licences that allow use in a closed-source program. */
const PERMISSIVE: readonly string[] = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']

export const isPermissive = ({ license }: Installed): boolean => PERMISSIVE.includes(license)

/** Every package in the project after the tarball is installed, including ours. */
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
