import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** One self-contained JSON text for a spec and everything it refers to. */
export const bundle = async (spec: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-bundle-'))
  const output = join(folder, 'openapi.json')
  try {
    await run('node_modules/.bin/redocly', ['bundle', spec, '--output', output], {
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    })
    return await readFile(output, 'utf8')
  } finally {
    await rm(folder, { recursive: true })
  }
}
