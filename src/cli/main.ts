#!/usr/bin/env node
import { setTimeout as delay } from 'node:timers/promises'
import { CommanderError } from 'commander'
import { ExportsError } from '../errors/exports-error.js'
import { printable } from '../errors/printable.js'
import { exitCodeOf, INTERRUPTED, STORAGE, TERMINATED, USAGE } from './exit-code.js'
import { interruption } from './notes.js'
import { createProgram } from './program.js'

/** Ctrl-C, and what schedulers send. The first process of a container must handle SIGTERM itself. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** How long a command may take to end after a signal. What it leaves behind is as after `kill -9`, which loses nothing. */
const GRACE_MS = 1500

/** Runs a command line and returns its exit code. */
const run = async (args: readonly string[]): Promise<number> => {
  const interrupt = new AbortController()
  let ended = INTERRUPTED
  let by: NodeJS.Signals = 'SIGINT'
  const ignore = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    // A second signal ends the process at once.
    ignore()
    by = signal
    if (signal === 'SIGTERM') ended = TERMINATED
    interrupt.abort(new Error('interrupted'))
    // Something may wait without hearing of it: a library, a disk that does not answer.
    setTimeout(() => {
      sayInterrupted()
      exitBy(signal, ended)
    }, GRACE_MS).unref()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  // In place of Node's own words, which name the process and advise on flags of Node.
  process.removeAllListeners('warning').on('warning', ({ message }) => {
    process.stderr.write(`warning: ${printable(message, 500)}\n`)
  })
  process.stdout.on('error', whenUnwritable)
  // Nobody reads stderr any more; the work continues.
  process.stderr.on('error', () => undefined)
  try {
    await createProgram(interrupt.signal).parseAsync(args, { from: 'user' })
    // A command that reported a problem itself has set it.
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (interrupt.signal.aborted) {
      sayInterrupted()
      for (let waited = 0; isHeld() && waited < HELD_MS; waited += 20) await delay(20)
      if (isHeld()) exitBy(by, ended)
      return ended
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
    process.stderr.write(`${describe(error)}\n`)
    return exitCodeOf(error)
  } finally {
    ignore()
  }
}

/** How long a file that is being written may take to be so. */
const HELD_MS = 500

/** Whether a thread is busy with a file or a name; `process.exit` would wait for it, as for a pipe without a writer. */
const isHeld = (): boolean =>
  process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq') || name === 'GetAddrInfoReqWrap')

/** Ends the process at once. The first process of a container is not ended by its own signal. */
const exitBy = (signal: NodeJS.Signals, code: number): never => {
  if (isHeld()) process.kill(process.pid, signal)
  process.exit(code)
}

const sayInterrupted = (): void => {
  process.stderr.write(`${printable(interruption(), 500)}\n`)
}

const describe = (error: unknown): string => {
  if (error instanceof ExportsError) {
    const { message, name, code } = error
    const hint = error.hint === undefined ? undefined : printable(error.hint, 500)
    const kind = `[${name} ${code}]`
    // People read three lines better; a log keeps them together.
    if (!process.stderr.isTTY) return [`error: ${message} ${kind}`, hint].join(' ').trimEnd()
    return [`error: ${message}`, kind, ...(hint === undefined ? [] : [`hint: ${hint}`])].join('\n')
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `error: this is a bug of didww-exports: ${printable(text, 1000)}`
}

/** A reader such as `head` that closes the pipe is not a failure; a full disk behind stdout is. */
const whenUnwritable = ({ code }: NodeJS.ErrnoException): never => {
  if (code === 'EPIPE') process.exit(0)
  process.stderr.write(`error: cannot write to stdout: ${code ?? 'EIO'} [StorageError storage]\n`)
  process.exit(STORAGE)
}

const code = await run(process.argv.slice(2))
const written = (stream: NodeJS.WriteStream): Promise<void> => new Promise((done) => stream.write('', () => done()))
await Promise.all([written(process.stdout), written(process.stderr)])
// A pending connection, as to a proxy that does not answer, would keep the process alive for minutes.
process.exit(code)
