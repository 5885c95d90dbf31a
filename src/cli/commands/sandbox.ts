import { Command, Option } from 'commander'
import { readFile } from 'node:fs/promises'
import { type SigningKey, signingKeys } from '../../../generated/facts.js'
import { onDisk } from '../../disk/storage.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import type { Fault } from '../../sandbox/faults/fault.js'
import { versionOf, whole } from '../connection.js'

interface SandboxCommandOptions {
  readonly port?: number
  readonly apiVersion?: string
  readonly seed?: string
  readonly rows?: number
  readonly now?: string
  readonly faults?: string
  readonly callbacksSignedWith?: SigningKey
}

const faultsFrom = async (path: string): Promise<readonly Fault[]> => {
  const text = await onDisk('read', path, () => readFile(path, 'utf8'))
  try {
    const faults: unknown = JSON.parse(text)
    if (Array.isArray(faults)) return faults as Fault[]
  } catch (error) {
    throw new ConfigurationError('invalid_option', `--faults ${path} is not JSON`, { cause: error })
  }
  throw new ConfigurationError('invalid_option', `--faults ${path} must hold a list of faults`)
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }))

export const sandboxCommand = (signal: AbortSignal): Command =>
  new Command('sandbox')
    .description('serve a sandbox that obeys the API description; its first line says where, with which key')
    .option('--port <number>', 'port on 127.0.0.1 (default: a free one)', whole('--port', 65_535))
    .option('--api-version <version>', "the account's version")
    .option('--seed <seed>', 'seed: the same one gives the same ids, calls and files')
    .option('--rows <number>', 'calls in a month', whole('--rows', 100_000_000))
    .option('--now <time>', 'start of its clock, ISO 8601 (default: now)')
    .option('--faults <file>', 'JSON list of faults')
    .addOption(
      new Option(
        '--callbacks-signed-with <key>',
        'which key signs callbacks (default: what the documents of the version say)',
      ).choices([...new Set(Object.values(signingKeys))]),
    )
    .addOption(new Option('--pending-for <duration>', 'how long an export is pending').default('2s'))
    .addOption(new Option('--processing-for <duration>', 'how long it is processing after that').default('8s'))
    .addHelpText('after', '\nExample:\n  didww-exports sandbox --now 2021-12-20T00:00:00Z --rows 100000')
    .action(async ({ port, apiVersion, faults, ...options }: SandboxCommandOptions) => {
      const { createSandbox } = await import('../../sandbox/create-sandbox.js')
      await using sandbox = createSandbox({
        ...options,
        apiVersion: versionOf(apiVersion),
        realTime: true,
        faults: faults === undefined ? [] : await faultsFrom(faults),
      })
      const url = await sandbox.listen({ port })
      const { apiKey, authUrl, callbackSecret } = sandbox
      process.stdout.write(`${JSON.stringify({ url, apiKey, authUrl, callbackSecret })}
`)
      await untilAborted(signal)
    })
