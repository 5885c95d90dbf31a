import { join } from 'node:path'
import { atMost, type Finding, none } from './finding.js'
import { attwFindings, publintFindings } from './lint-package.js'
import type { Packed } from './pack.js'
import { packTwice } from './reproducible.js'
import { measureStartup } from './startup.js'
import { installedTree, isPermissive } from './tree.js'
import { bundleForWeb } from './web-bundle.js'

/** What the package may cost those who use it. */
export const LIMITS = {
  /** Bytes of the web entry, bundled, minified and gzipped. */
  web: 12_000,
  /** Bytes of the tarball. */
  tarball: 150_000,
  /** Packages that are installed, ours included. */
  packages: 15,
  /**
   * A program that imports the main entry, in times of starting Node.js: 40 ms over the 50 ms that Node.js takes on a
   * machine that has nothing else to do.
   */
  importing: 1.8,
  /** `--help`, in times of starting Node.js. */
  help: 2.5,
}

const treeFindings = async (project: string): Promise<Finding[]> => {
  const tree = await installedTree(project)
  const named = ({ name, version }: { name: string; version: string }): string => `${name}@${version}`
  return [
    atMost('packages installed', tree.length, LIMITS.packages),
    none('install scripts', tree.filter(({ installScripts }) => installScripts.length > 0).map(named)),
    none(
      'licences that bind the user',
      tree.filter((one) => !isPermissive(one)).map((one) => `${named(one)} ${one.license}`),
    ),
  ]
}

const startupFindings = async (project: string): Promise<Finding[]> => {
  const { node, importing, importRatio, helpRatio } = await measureStartup(project)
  const over = `${importing.toFixed(0)} ms over ${node.toFixed(0)} ms`
  return [
    atMost(`import of the main entry (${over}), in times of Node.js`, importRatio, LIMITS.importing),
    atMost('--help, in times of Node.js', helpRatio, LIMITS.help),
  ]
}

/** Everything that can be said of the package without running it elsewhere. */
export const checkBudgets = async (packed: Packed, project: string): Promise<Finding[]> => {
  const client = await bundleForWeb(`export { createExportsClient } from 'didww-exports/web'`)
  const whole = await bundleForWeb(`export * from 'didww-exports/web'`)
  const [first, second] = await packTwice()
  return [
    none('publint', await publintFindings(join(project, 'node_modules/didww-exports'))),
    none('are the types wrong?', await attwFindings(packed.path)),
    ...(await treeFindings(project)),
    atMost('tarball', packed.size, LIMITS.tarball, ' bytes'),
    atMost('client of the web entry, gzip', client.gzip, LIMITS.web, ' bytes'),
    atMost('all of the web entry, gzip', whole.gzip, LIMITS.web, ' bytes'),
    ...(await startupFindings(project)),
    {
      what: 'packed twice',
      found: `${first.slice(0, 12)} ${second.slice(0, 12)}`,
      wanted: 'the same bytes',
      ok: first === second,
    },
  ]
}
