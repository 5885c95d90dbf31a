import { execFile, type ExecFileOptions } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Runs a program, for three minutes at most. The error of a failure contains what it printed. */
export const run = async (
  program: string,
  args: readonly string[],
  options: ExecFileOptions = {},
): Promise<{ stdout: string; stderr: string }> => {
  try {
    const { stdout, stderr } = await execute(program, args, { timeout: 180_000, maxBuffer: 2 ** 26, ...options })
    return { stdout: String(stdout), stderr: String(stderr) }
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as { stdout?: string; stderr?: string; message: string }
    throw new Error([message, stdout, stderr].join('\n').trim(), { cause: error })
  }
}
