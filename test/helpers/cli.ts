import { spawn } from 'node:child_process'
import { SECRET } from './secrets.js'

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built CLI as a process of its own, with only the environment that is given. */
export const cli = (
  args: readonly string[],
  { env = {}, stdin = '', kill }: { env?: Record<string, string>; stdin?: string; kill?: NodeJS.Signals } = {},
): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const { PATH = '', HOME = '' } = process.env
    const child = spawn(process.execPath, ['dist/src/cli/main.js', ...args], { env: { PATH, HOME, ...env } })
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
