import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The result of a run of the Redocly CLI. */
export interface RedoclyRun {
  code: number
  stdout: string
  stderr: string
}

const NODE_20_NOTICE = /^\s*[╔║╚].*\n?/gm

const run = promisify(execFile)

/** Runs the Redocly CLI without telemetry, update checks and its notice about Node 20. */
export const redocly = async (args: readonly string[]): Promise<RedoclyRun> => {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  const options = { env, maxBuffer: 64 * 1024 * 1024 }
  const ended = await run('node_modules/.bin/redocly', args, options).catch((error: unknown) => {
    const failed = error as RedoclyRun
    if (typeof failed.code !== 'number') throw error
    return failed
  })
  const { stdout, stderr } = ended
  return { code: 'code' in ended ? ended.code : 0, stdout, stderr: stderr.replace(NODE_20_NOTICE, '').trim() }
}
