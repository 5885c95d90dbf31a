import { execFile } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ApiVersion } from '../../src/index.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { freePort } from '../free-port.js'

/** The result of a program. */
export interface Played {
  code: number
  /** stdout and stderr in the order they were written. */
  output: string
}

/** A sandbox and an empty folder for programs that run as a user would run them. */
export interface Stage extends AsyncDisposable {
  readonly sandbox: Sandbox
  /** The environment of the programs. */
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
  /** Runs a command line with `sh`; `didww-exports` is the built command. */
  readonly play: (commandLine: string) => Promise<Played>
}

export interface StageOptions {
  /** The time at the start, for the sandbox and the programs. */
  now: string
  apiVersion?: ApiVersion
}

const CLOCK = pathToFileURL('scripts/readme/stage-clock.js').href

/** Opens a stage. Everything depends only on seed and time, so the output is the same each time. */
export const openStage = async ({ now, apiVersion }: StageOptions): Promise<Stage> => {
  const progress = { pendingFor: '5s', processingFor: '5s' } as const
  const callbacksSignedWith = 'callback-secret'
  const sandbox = createSandbox({
    seed: 'readme',
    now,
    apiVersion,
    callbacksSignedWith,
    rateLimit: Infinity,
    ...progress,
  })
  const url = await sandbox.listen()
  // Exports make progress with each request, however slow the machine is.
  const step = (message: unknown): void => {
    const { socket } = message as { socket: Socket }
    if (socket.localPort !== Number(new URL(url).port)) return
    sandbox.advance('4s')
    // A program that waits for a callback sends no further requests.
    if (sandbox.exports.some(({ callback_url }) => callback_url !== null)) {
      setTimeout(() => sandbox.advance('10s'), 200).unref()
    }
  }
  subscribe('http.server.request.start', step)
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-stage-'))
  const bin = join(folder, '.bin')
  await mkdir(bin)
  await symlink(resolve('dist/src/cli/main.js'), join(bin, 'didww-exports'))
  const port = await freePort()
  const { PATH = '', HOME = '' } = process.env
  const env = {
    PATH: `${bin}:${PATH}`,
    HOME,
    NO_PROXY: '*',
    NODE_OPTIONS: `--import=${CLOCK}`,
    STAGE_NOW: now,
    DIDWW_API_KEY: sandbox.apiKey,
    DIDWW_BASE_URL: url,
    DIDWW_AUTH_URL: url,
    // For programs that receive callbacks.
    PORT: String(port),
    DIDWW_CALLBACK_URL: `http://127.0.0.1:${port}/didww`,
    DIDWW_CALLBACK_SECRET: sandbox.callbackSecret,
  }
  const play = (commandLine: string): Promise<Played> =>
    new Promise((done) => {
      execFile('sh', ['-c', `{ ${commandLine}\n} 2>&1`], { cwd: folder, env, timeout: 60_000 }, (error, output) =>
        done({ code: error ? Number(error.code ?? 1) : 0, output }),
      )
    })
  return {
    ...{ sandbox, env, folder, play },
    [Symbol.asyncDispose]: async () => {
      unsubscribe('http.server.request.start', step)
      await sandbox.close()
      await rm(folder, { recursive: true })
    },
  }
}
