import { Command } from 'commander'
import { printable } from '../../errors/printable.js'
import { type Repair, repairDirectory } from '../../pull/directory/repair.js'
import { DAMAGED } from '../exit-code.js'
import { printJson } from '../print.js'

const WORDS: Readonly<Record<Repair['result'], string>> = {
  set_aside: 'set aside',
  restored: 'restored',
  not_restored: 'not restored',
}

const print = ({ path, result, note }: Repair): boolean =>
  process.stdout.write(`${WORDS[result]}: ${printable(`${path}: ${note}`, 1000)}\n`)

export const repairCommand = (signal: AbortSignal): Command =>
  new Command('repair')
    .description('repair the state of a directory that was damaged; no file is removed')
    .argument('<dir>', 'directory that pull has written to')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Damaged files of the directory's own get another name, and what can be read of
them is kept. Files of calls are read and verified, and are in the manifest
again. What cannot be vouched for stays where it is, is named, and is pulled
again by the next pull of its unit; the exit code is then 6.

Example:
  didww-exports repair cdrs`,
    )
    .action(async (dir: string, { json }: { readonly json?: boolean }) => {
      const repairs = await repairDirectory(dir, { signal, ...(!json && { onRepair: print }) })
      if (json) printJson(repairs)
      else if (repairs.length === 0) process.stdout.write('nothing to repair\n')
      if (repairs.some(({ result }) => result === 'not_restored')) process.exitCode = DAMAGED
    })
