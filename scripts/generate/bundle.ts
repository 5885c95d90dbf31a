import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Bundles each spec with everything it refers to into one JSON text. All specs are bundled by one run of Redocly. */
export const bundleAll = async (specs: readonly string[]): Promise<string[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-bundle-'))
  const bundled = specs.map((spec) => join(folder, `${basename(spec, '.yaml')}.json`))
  try {
    // Redocly writes a single spec to the path itself, and several into it.
    const output = bundled.length === 1 ? (bundled[0] ?? '') : `${folder}/`
    await run('node_modules/.bin/redocly', ['bundle', ...specs, '--ext', 'json', '--output', output], {
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    })
    return await Promise.all(bundled.map((path) => readFile(path, 'utf8')))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Bundles one spec. */
export const bundle = async (spec: string): Promise<string> => (await bundleAll([spec]))[0] ?? ''
