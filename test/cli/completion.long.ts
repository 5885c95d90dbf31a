import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { run } from '../../scripts/package/run.js'
import { cli } from '../helpers/cli.js'
import { COMPLETED, FILES, FOLDER } from '../helpers/completed.js'

/** Needs zsh and fish (apt-get install zsh fish). */
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-completion-'))
  await mkdir(join(folder, FOLDER))
  for (const shell of ['zsh', 'fish']) {
    await writeFile(join(folder, `_${shell}`), (await cli(['completion', shell])).stdout)
  }
})
afterAll(() => rm(folder, { recursive: true }))

/** An interactive zsh in a pseudo-terminal of zsh itself; a key after the tab prints the line as it is now. */
const ZSH = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; autoload -U compinit; compinit -u -D; source ./_zsh; LISTMAX=1000"
zpty -w shell 'tell() { print -r -- "<<$BUFFER>>"; BUFFER=; }; zle -N tell; bindkey "^T" tell; print rea""dy'
zpty -r shell seen '*ready*'
zpty -w -n shell "didww-exports $1"$'\\t\\x14'
zpty -r shell seen '*<<*>>*'
print -r -- "$seen"
`

const ZSH_TIMEOUT = 60_000

it.each([...COMPLETED, ...FILES])('zsh: %s becomes %s', { timeout: ZSH_TIMEOUT }, async (line, completed) => {
  const { stdout } = await run('zsh', ['-f', '-c', ZSH, 'zsh', line], { cwd: folder })
  const [, made = ''] = /<<didww-exports (.*?)[ =]?>>/.exec(stdout) ?? []
  expect(made).toBe(completed)
})

it.each([...COMPLETED, ...FILES])('fish: %s becomes %s', async (line, completed) => {
  const text = `source _fish; complete -C "didww-exports $argv[1]"`
  const { stdout } = await run('fish', ['--no-config', '-c', text, line], { cwd: folder })
  const offered = stdout.trimEnd().split('\n')
  expect(offered.map((one) => one.split('\t')[0])).toEqual([completed.split(' ').at(-1)])
})
