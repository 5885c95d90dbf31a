import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileOf } from './tools.js'

/** A worker that may send requests to this machine, where the sandbox is. */
const config = (bindings: Readonly<Record<string, string>>): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["local", "private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
  bindings = [${Object.entries(bindings)
    .map(([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`)
    .join(', ')}],
);
`

/** Serves a bundled worker, sends it one request, and returns its answer. */
export const askWorker = async (
  folder: string,
  code: string,
  bindings: Readonly<Record<string, string>>,
): Promise<string> => {
  await writeFile(join(folder, 'worker.js'), code)
  await writeFile(join(folder, 'config.capnp'), config(bindings))
  const args = ['serve', join(folder, 'config.capnp'), '--control-fd=3']
  const child = spawn(fileOf('workerd', 'bin/workerd'), args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  try {
    const lines = createInterface({ input: child.stdio[3] as NodeJS.ReadableStream })
    const signal = AbortSignal.timeout(20_000)
    const [line] = (await once(lines, 'line', { signal })) as [string]
    const { port } = JSON.parse(line) as { port: number }
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal })
    const text = await answer.text()
    if (!answer.ok) throw new Error(text)
    return text
  } catch (error) {
    throw new Error(`workerd: ${error instanceof Error ? error.message : String(error)}\n${complaints}`, {
      cause: error,
    })
  } finally {
    child.kill('SIGKILL')
  }
}
