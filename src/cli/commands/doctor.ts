import { Command } from 'commander'
import { printable } from '../../errors/printable.js'
import { givenOptionsOf, type ConnectionOptions, withConnection } from '../connection.js'
import type { Diagnosis } from '../doctor/check.js'
import { examine, type Examined, exitOf } from '../doctor/examine.js'
import { visitTo } from '../doctor/visit.js'
import { printJson } from '../print.js'
import { type Colour, coloured } from '../terminal.js'

const COLOURS: Record<Diagnosis['state'], Colour | undefined> = {
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
  none: undefined,
}

const WIDTH = 12

const lines = ({ name, state, found, advice }: Examined): string => {
  const word = (state === 'none' ? '-' : state).padEnd(4)
  const colour = COLOURS[state]
  const shown = colour ? coloured(process.stdout, colour, word) : word
  const below = advice === undefined ? '' : `\n      ${''.padEnd(WIDTH)}  ${printable(advice, 400)}`
  return `${shown}  ${name.padEnd(WIDTH)}  ${printable(found, 400)}${below}`
}

export const doctorCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('doctor'))
    .description('look at key, version, clock, proxy and files, and say what to do')
    .addHelpText('after', '\nExample:\n  didww-exports doctor --api-version 2026-04-16 --json')
    .action(async ({ json, ...connection }: ConnectionOptions) => {
      // How it is now, not how it is after some tries.
      const options = { ...givenOptionsOf(connection), maxRetries: connection.maxRetries ?? 0 }
      const examined = await examine(visitTo(options, signal))
      if (json) printJson(examined)
      else process.stdout.write(`${examined.map(lines).join('\n')}\n`)
      process.exitCode = exitOf(examined)
    })
