import { Command } from 'commander'
import { printable } from '../../errors/printable.js'
import { givenOptionsOf, type ConnectionOptions, withConnection } from '../connection.js'
import type { Diagnosis } from '../doctor/check.js'
import { examine, type Examined, exitOf } from '../doctor/examine.js'
import { visitTo } from '../doctor/visit.js'
import { printJson } from '../print.js'
import { type Colour, coloured, terminalWidth, wrap } from '../terminal.js'

const COLOURS: Record<Diagnosis['state'], Colour | undefined> = {
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
  none: undefined,
}

/** Milliseconds for an answer: who looks at what is wrong sits in front of it. */
const TIMEOUT = 10_000

const NAME = 12
const INDENT = ''.padEnd(NAME + 8)

const write = (text: string): boolean => process.stdout.write(`${text}\n`)

const told = ({ name, state, found, advice }: Examined): string => {
  const word = (state === 'none' ? '-' : state).padEnd(4)
  const colour = COLOURS[state]
  const width = Math.max(40, terminalWidth()) - INDENT.length
  const below = [found, advice ?? ''].flatMap((text) => (text === '' ? [] : wrap(printable(text, 400), width)))
  return `${colour ? coloured(process.stdout, colour, word) : word}  ${name.padEnd(NAME)}  ${below.join(`\n${INDENT}`)}`
}

const verdict = (examined: readonly Examined[]): string => {
  const namesOf = (wanted: Diagnosis['state']): string =>
    examined.flatMap(({ name, state }) => (state === wanted ? [name] : [])).join(', ')
  const [failed, warned] = [namesOf('fail'), namesOf('warn')]
  if (failed !== '') return `To be mended: ${failed}.`
  return warned === '' ? 'All is well.' : `It works; worth a look: ${warned}.`
}

export const doctorCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('doctor'))
    .description('look at key, version, clock, proxy and files, and say what to do')
    .addHelpText('after', '\nExample:\n  didww-exports doctor --api-version 2026-04-16 --json')
    .action(async ({ json, ...connection }: ConnectionOptions) => {
      // How it is now, not how it is after some tries.
      const options = { ...givenOptionsOf(connection), maxRetries: connection.maxRetries ?? 0, timeout: TIMEOUT }
      const examined: Examined[] = []
      for await (const one of examine(visitTo(options, signal))) {
        examined.push(one)
        if (!json) write(told(one))
      }
      if (json) printJson(examined)
      else write(`\n${verdict(examined)}`)
      process.exitCode = exitOf(examined)
    })
