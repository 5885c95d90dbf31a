import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { exitCodeOf, INTERRUPTED } from '../../src/cli/exit-code.js'
import { createProgram } from '../../src/cli/program.js'
import * as everything from '../../src/index.js'
import { aspectsOf } from '../docs/aspects.js'
import type { Overview } from '../generate/overview.js'
import { code, markdownTable } from './markdown.js'
import { classesIn, exportsOf, firstSentence, optionsIn, wordsOf } from './source.js'

/** The files that export the public names. */
const CONTENTS = ['src/errors/index.ts', 'src/index.ts']

/** Every exported error class. */
const errors = (): { name: string; words: string; again: boolean; exit: number }[] =>
  CONTENTS.flatMap((contents) => exportsOf(contents).map((one) => ({ ...one, contents }))).flatMap(
    ({ name, from, contents }) => {
      const value: unknown = everything[name as keyof typeof everything]
      if (typeof value !== 'function' || !(value.prototype instanceof everything.ExportsError)) return []
      const source = join(dirname(contents), from.replace(/\.js$/, '.ts'))
      const declared = classesIn(source).find((one) => one.name?.text === name)
      if (!declared) throw new Error(`${source} has no class ${name}`)
      const again = declared.members.some((member) => /\bretryable\b.*=\s*true/.test(member.getText()))
      const exit = exitCodeOf(Object.create(value.prototype))
      return [{ name, words: firstSentence(wordsOf(declared)), again, exit }]
    },
  )

const errorTable = (): string => {
  const rows = errors()
    .sort((a, b) => a.exit - b.exit)
    .map(({ name, words, again, exit }) => [code(name), words, again ? 'yes' : '', String(exit)])
  const ends = [
    ['anything else', 'A bug of ours.', '', '1'],
    ['interrupted', 'SIGINT, or SIGTERM with 143; a pull goes on when it is run again.', '', String(INTERRUPTED)],
  ]
  return markdownTable(['class', 'what it says', 'retryable', 'exit code'], [...rows, ...ends])
}

const optionTable = (...interfaces: readonly (readonly [file: string, name: string])[]): string =>
  markdownTable(
    ['option', 'default', ''],
    interfaces
      .flatMap(([file, name]) => optionsIn(file, name))
      .map(({ name: option, words, defaultsTo }) => [
        code(option),
        /^['[\d]|^\w+\.\w+$/.test(defaultsTo) ? defaultsTo.replace(/^[^,]+/, code) : defaultsTo,
        words.split(/\n\s*\n/)[0] ?? '',
      ]),
  )

/** Merges the columns of versions that have the same cells. */
const alike = (versions: readonly string[], rows: readonly string[][]): string[][] => {
  const columns = new Map<string, { title: string; cells: string[] }>()
  for (const [at, version] of versions.entries()) {
    const cells = rows.map((row) => row[at + 1] ?? '')
    const same = columns.get(cells.join('\n'))
    columns.set(cells.join('\n'), { title: same ? `${same.title}, ${code(version)}` : code(version), cells })
  }
  const shown = [...columns.values()]
  return [
    ['', ...shown.map(({ title }) => title)],
    ...rows.map(([label = ''], at) => [label, ...shown.map(({ cells }) => cells[at] ?? '')]),
  ]
}

/** What differs between versions, except the columns of files, which are on the pages. */
const versionTable = async (): Promise<string> => {
  const overview = JSON.parse(await readFile('generated/versions.json', 'utf8')) as Overview
  const rows = aspectsOf(overview).map(({ label, names, layouts }) => {
    const own = names.map((found) => found.filter((name) => !names.every((others) => others.includes(name))))
    return [label, ...(layouts ?? own.map((found) => found.map(code).join(' ')))]
  })
  const [head = [], ...body] = alike(
    overview.versions,
    rows.filter(([, ...cells]) => new Set(cells).size > 1),
  )
  return markdownTable(head, body)
}

const commandTable = (): string =>
  markdownTable(
    ['command', 'does'],
    createProgram(new AbortController().signal).commands.map((command) => [
      code(`${command.name()} ${command.usage().replace('[options]', '').trim()}`.trim()),
      command.description(),
    ]),
  )

/** The tables of README and guides by name, read from the code. */
export const tables: Record<string, () => string | Promise<string>> = {
  errors: errorTable,
  versions: versionTable,
  commands: commandTable,
  client: () => optionTable(['src/client/options.ts', 'ClientOptions'], ['src/http/observe.ts', 'Observers']),
  wait: () => optionTable(['src/client/wait-until-completed.ts', 'WaitOptions']),
}
