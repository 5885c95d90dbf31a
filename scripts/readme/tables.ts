import { join } from 'node:path'
import * as everything from '../../src/index.js'
import { exitCodeOf, INTERRUPTED } from '../../src/cli/exit-code.js'
import { createProgram } from '../../src/cli/program.js'
import { aspectsOf } from '../docs/aspects.js'
import { apiVersions } from '../../generated/versions.js'
import type { Document } from '../generate/document.js'
import { readFile } from 'node:fs/promises'
import { code, markdownTable } from './markdown.js'
import { classesIn, exportsOf, firstSentence, optionsIn, wordsOf } from './source.js'

const INDEX = 'src/index.ts'

/** Every error that is let out, in the order of its exit code. */
const errors = (): { name: string; words: string; again: boolean; exit: number }[] =>
  exportsOf(INDEX).flatMap(({ name, from }) => {
    const value: unknown = everything[name as keyof typeof everything]
    if (typeof value !== 'function' || !(value.prototype instanceof everything.ExportsError)) return []
    const source = join('src', from.replace(/\.js$/, '.ts'))
    const declared = classesIn(source).find((one) => one.name?.text === name)
    if (!declared) throw new Error(`${source} has no class ${name}`)
    const again = declared.members.some((member) => /\bretryable\b.*=\s*true/.test(member.getText()))
    const exit = exitCodeOf(Object.create(value.prototype as object))
    return [{ name, words: firstSentence(wordsOf(declared)), again, exit }]
  })

const errorTable = (): string => {
  const rows = errors()
    .sort((a, b) => a.exit - b.exit)
    .map(({ name, words, again, exit }) => [code(name), words, again ? 'yes' : '', String(exit)])
  const ends = [
    ['anything else', 'A bug of ours.', '', '1'],
    ['interrupted', 'SIGINT; a pull goes on when it is run again.', '', String(INTERRUPTED)],
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

const versionTable = async (): Promise<string> => {
  const texts = await Promise.all(apiVersions.map((version) => readFile(`generated/openapi/${version}.json`, 'utf8')))
  const aspects = texts.map((text) => aspectsOf(JSON.parse(text) as Document))
  const labels = [...new Set(aspects.flatMap((one) => one.map(({ label }) => label)))]
  const namesOf = (at: number, label: string): string[] => aspects[at]?.find((one) => one.label === label)?.names ?? []
  const rows = labels
    .filter((label) => !label.startsWith('Columns of'))
    .filter((label) => new Set(apiVersions.map((_, at) => namesOf(at, label).join())).size > 1)
    .map((label) => [label, ...apiVersions.map((_, at) => namesOf(at, label).map(code).join(' ') || '–')])
  return markdownTable(['', ...apiVersions.map(code)], rows)
}

const commandTable = (): string =>
  markdownTable(
    ['command', 'does'],
    createProgram(new AbortController().signal).commands.map((command) => [
      code(`${command.name()} ${command.usage().replace('[options]', '').trim()}`.trim()),
      command.description(),
    ]),
  )

/** The tables of the README by name. What they say is read where it is decided. */
export const tables: Record<string, () => string | Promise<string>> = {
  errors: errorTable,
  versions: versionTable,
  commands: commandTable,
  client: () => optionTable(['src/client/options.ts', 'ClientOptions'], ['src/http/observe.ts', 'Observers']),
  wait: () => optionTable(['src/client/wait-until-completed.ts', 'WaitOptions']),
}
