import { join } from 'node:path'
import { atMost, type Finding, none } from './finding.js'
import { houseFindings } from './house.js'
import { LIMITS } from './limits.js'
import { attwFindings, publintFindings } from './lint-package.js'
import type { Packed } from './pack.js'
import { packTwice } from './reproducible.js'
import { measureStartup } from './startup.js'
import { installedTree, isPermissive } from './tree.js'
import { bundleForWeb } from './web-bundle.js'

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
    atMost('client of the web entry, gzip', client.gzip, LIMITS.webClient, ' bytes'),
    atMost('all of the web entry, gzip', whole.gzip, LIMITS.web, ' bytes'),
    ...(await startupFindings(project)),
    ...(await houseFindings()),
    {
      what: 'packed twice',
      found: `${first.slice(0, 12)} ${second.slice(0, 12)}`,
      wanted: 'the same bytes',
      ok: first === second,
    },
  ]
}
