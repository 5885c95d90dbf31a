#!/usr/bin/env node
import { CommanderError } from 'commander'
import { ExportsError } from '../errors/exports-error.js'
import { printable } from '../errors/printable.js'
import { exitCodeOf, INTERRUPTED, STORAGE, TERMINATED, USAGE } from './exit-code.js'
import { createProgram } from './program.js'

/** Ctrl-C, and what schedulers send; as the first process of a container nothing ends on the latter by itself. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Runs one command line and gives its exit code; every failure is one line on stderr. */
const run = async (args: readonly string[]): Promise<number> => {
  const interrupt = new AbortController()
  let ended = INTERRUPTED
  const ignore = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    // The next one ends it at once.
    ignore()
    if (signal === 'SIGTERM') ended = TERMINATED
    interrupt.abort(new Error('interrupted'))
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
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
      return ended
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
    process.stderr.write(`${describe(error)}\n`)
    return exitCodeOf(error)
  } finally {
    ignore()
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

const code = await run(process.argv.slice(2))
const written = (stream: NodeJS.WriteStream): Promise<void> => new Promise((done) => stream.write('', () => done()))
await Promise.all([written(process.stdout), written(process.stderr)])
// A connection that is being made, as to a proxy that does not answer, would keep the process for minutes.
process.exit(code)
