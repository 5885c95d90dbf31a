import { resolve } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { run } from './run.js'

/** The findings of publint for an installed package. */
export const publintFindings = async (installed: string): Promise<string[]> => {
  const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true })
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code)
}

/** The findings of "Are the types wrong?" for a tarball with ESM only. */
export const attwFindings = async (tarball: string): Promise<string[]> => {
  const attw = resolve('node_modules/.bin/attw')
  const args = [
    tarball,
    '--profile',
    'esm-only',
    '--format',
    'ascii',
    '--no-emoji',
    '--no-color',
    '--no-definitely-typed',
  ]
  return run(attw, args).then(
    () => [],
    (error: unknown) => [(error as Error).message],
  )
}
