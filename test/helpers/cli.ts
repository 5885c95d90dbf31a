import { spawn } from 'node:child_process'
import { SECRET } from './secrets.js'

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly env?: Record<string, string>
  readonly stdin?: string
  readonly kill?: NodeJS.Signals
  /** A command that becomes the CLI, which is given to it as arguments. */
  readonly through?: readonly string[]
  /** Told the number of the process. */
  readonly onStart?: (pid: number | undefined) => void
}

/** Runs the built CLI as a process of its own, with only the environment that is given. */
export const cli = (
  args: readonly string[],
  { env = {}, stdin = '', kill, through = [], onStart }: CliOptions = {},
): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const { PATH = '', HOME = '' } = process.env
    const [command, ...rest] = [...through, process.execPath, 'dist/src/cli/main.js', ...args] as [string, ...string[]]
    const child = spawn(command, rest, { env: { PATH, HOME, ...env } })
    onStart?.(child.pid)
    const outcome = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        outcome[name] += text
        if (kill && name === 'stderr' && !child.killed) child.kill(kill)
      })
    }
    child.once('error', reject)
    child.once('close', (code) => {
      if (SECRET.test(outcome.stdout + outcome.stderr)) reject(new Error('a key was printed'))
      else resolve({ code, ...outcome })
    })
    child.stdin.on('error', () => undefined).end(stdin)
  })
