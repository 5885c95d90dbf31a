import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { LIMITS } from './limits.js'
import { installedTree, isPermissive } from './installed.js'
import { attwFindings, publintFindings } from './lint-package.js'
import { type Packed, packTwice } from './pack.js'
import { run } from './run.js'
import { measureStartup } from './startup.js'
import { bundleForWeb } from './web-bundle.js'

/** The result of one check. */
interface Finding {
  readonly what: string
  readonly found: string
  readonly wanted: string
  readonly ok: boolean
  /** One line for each thing that should not be there. */
  readonly details?: readonly string[]
}

/** All checks of the package that need no other runtime. */
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

/** A file with more lines should be split. */
const LONGEST = 300

const knip = async (): Promise<string[]> => {
  const { stdout } = await run(resolve('node_modules/.bin/knip'), ['--no-exit-code', '--reporter', 'compact'])
  return stdout.split('\n').filter((line) => line.trim() !== '')
}

const lengths = async (): Promise<{ path: string; lines: number }[]> => {
  const { stdout } = await run('git', ['ls-files', 'src/**/*.ts', 'scripts/**/*.ts'])
  const paths = stdout.trim().split('\n')
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  return paths.map((path, index) => ({ path, lines: (texts[index] ?? '').trimEnd().split('\n').length }))
}

/** Finds what is not used, what is imported in circles, and files that are too long. */
const houseFindings = async (): Promise<Finding[]> => {
  const files = (await lengths()).sort((a, b) => a.lines - b.lines)
  const long = files.filter(({ lines }) => lines > LONGEST)
  return [
    none('not used, or imported in circles (knip)', await knip()),
    none(
      `files of more than ${LONGEST} lines`,
      long.map(({ path, lines }) => `${path} ${lines}`),
    ),
  ]
}

/** Checks that a number is not above its limit. */
const atMost = (what: string, value: number, limit: number, unit = ''): Finding => {
  const digits = Number.isInteger(value) ? 0 : value < 10 ? 2 : 1
  return { what, found: `${value.toFixed(digits)}${unit}`, wanted: `at most ${limit}${unit}`, ok: value <= limit }
}

/** Checks that a list is empty. */
const none = (what: string, found: readonly string[]): Finding => ({
  what,
  found: found.length === 0 ? 'none' : String(found.length),
  wanted: 'none',
  ok: found.length === 0,
  details: found,
})
