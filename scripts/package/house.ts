import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Finding, none } from './finding.js'
import { run } from './run.js'

/** A file of more lines is asking to be split. */
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

/** What is there without being used, what goes in circles, and what has grown too long. */
export const houseFindings = async (): Promise<Finding[]> => {
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
