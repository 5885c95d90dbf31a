import { CommanderError } from 'commander'
import { ExportsError } from '../errors/exports-error.js'
import { printable } from '../errors/printable.js'
import { exitCodeOf, INTERRUPTED, STORAGE, USAGE } from './exit-code.js'
import { createProgram } from './program.js'

/** Runs one command line and gives its exit code; every failure is one line on stderr. */
export const run = async (args: readonly string[]): Promise<number> => {
  const interrupt = new AbortController()
  const onInterrupt = (): void => interrupt.abort(new Error('interrupted'))
  process.once('SIGINT', onInterrupt)
  process.stdout.on('error', whenUnwritable)
  // Nobody reads the words any more; the work goes on.
  process.stderr.on('error', () => undefined)
  try {
    await createProgram(interrupt.signal).parseAsync(args, { from: 'user' })
    // A command that has told what is wrong has set it.
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (interrupt.signal.aborted) {
      process.stderr.write('interrupted; run again to go on\n')
      return INTERRUPTED
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
    process.stderr.write(`${describe(error)}\n`)
    return exitCodeOf(error)
  } finally {
    process.off('SIGINT', onInterrupt)
  }
}

const describe = (error: unknown): string => {
  if (error instanceof ExportsError) {
    const hint = error.hint === undefined ? '' : ` ${printable(error.hint, 500)}`
    return `error: ${error.message} [${error.name} ${error.code}]${hint}`
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `error: this is a bug of didww-exports: ${printable(text, 1000)}`
}

/** A reader that has seen enough, such as `head`, is no failure; a full disk behind stdout is. */
const whenUnwritable = ({ code }: NodeJS.ErrnoException): never => {
  if (code === 'EPIPE') process.exit(0)
  process.stderr.write(`error: stdout cannot be written: ${code ?? 'EIO'} [StorageError storage]\n`)
  process.exit(STORAGE)
}
