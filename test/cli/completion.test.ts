import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { run } from '../../scripts/package/run.js'
import { facts } from '../../generated/facts.js'
import { apiVersions } from '../../generated/versions.js'
import { cli } from '../helpers/cli.js'
import { COMPLETED, FOLDER } from '../helpers/completed.js'

let folder = ''
let script = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-completion-'))
  await mkdir(join(folder, FOLDER))
  script = join(folder, 'bash')
  await writeFile(script, (await cli(['completion', 'bash'])).stdout)
})
afterAll(() => rm(folder, { recursive: true }))

/** What bash offers at the end of a line. It splits at spaces, and around `=`. */
const offered = async (line: string): Promise<string[]> => {
  const words = line.replaceAll('=', ' = ').split(/ +/)
  const text = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _didww_exports; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await run('bash', ['--norc', '-c', text, 'bash', script, 'didww-exports', ...words])
  return stdout.split('\n').filter((one) => one !== '')
}

describe('bash', () => {
  it.each(COMPLETED)('%s becomes %s', async (line, completed) => {
    const last = completed.split(/[ =]/).at(-1) ?? ''
    expect(await offered(line)).toEqual([last])
  })

  it.each([
    ['pull --type ', Object.keys(facts['2026-11-19'].filters)],
    ['pull --format=', ['csv.gz', 'ndjson', 'parquet']],
    ['get --api-version ', [...apiVersions]],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['callbacks ', ['sign', 'verify', 'explain', 'listen', 'help']],
    ['pull --did ', []],
    ['pull --out x ', []],
    ['list --callbacks', []],
  ])('offers after %j: %j', async (line, words) => {
    expect(await offered(line)).toEqual(words)
  })

  it.each(['', 'pull', 'callbacks sign', 'doctor', 'sandbox'])(
    'offers the options in the help of %j',
    async (command) => {
      const { stdout } = await cli([...command.split(' '), '--help'].filter((one) => one !== ''))
      const helped = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option)
      expect(helped.length).toBeGreaterThan(1)
      expect((await offered(`${command} --`.trim())).sort()).toEqual(helped.sort())
    },
  )
})

test('another shell is refused with the ones that are known', async () => {
  const { code, stdout, stderr } = await cli(['completion', 'csh'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('Allowed choices are bash, zsh, fish.')
})
