import { Command } from 'commander'
import { facts } from '../../../generated/facts.js'
import { apiVersions } from '../../../generated/versions.js'
import type { ApiVersion, Export, ListQuery } from '../../api/types.js'
import type { Callback } from '../../client/create-attributes.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { formatPeriod } from '../../periods/period.js'
import { clientFor, collect, type ConnectionOptions, readWith, withConnection } from '../connection.js'
import { note } from '../notes.js'
import { printExports, printFields } from '../print.js'
import { createProgress } from '../progress.js'
import { selected, type SelectionOptions, withSelection } from '../selection.js'

interface CreateOptions extends ConnectionOptions, SelectionOptions {
  readonly callbackUrl?: string
  readonly callbackMethod?: string
}

const callbackOf = ({ callbackUrl, callbackMethod }: CreateOptions): Callback => ({
  ...(callbackUrl !== undefined && { callback_url: callbackUrl }),
  ...(callbackMethod !== undefined && { callback_method: callbackMethod }),
})

export const createCommand = (signal: AbortSignal): Command =>
  withConnection(withSelection(new Command('create')))
    .description('create an export and print it')
    .option('--callback-url <url>', 'URL to call when the export is completed')
    .option('--callback-method <method>', 'POST or GET')
    .addHelpText('after', '\nExample:\n  didww-exports create --type cdr_in --period 2026-10 --did 123456789')
    .action(async (options: CreateOptions) => {
      const { period, attributesIn } = selected(options)
      const client = await clientFor(options, signal)
      const created = await client.create(attributesIn(client.apiVersion, callbackOf(options)), { signal })
      note(`calls from ${formatPeriod(period)}`)
      printFields(created, options.json)
    })

export const getCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('get'))
    .description('print an export')
    .argument('<id>', 'id of the export')
    .addHelpText('after', '\nExample:\n  didww-exports get 77ebb57f-7b01-4178-bc84-9d1a8d2ae850 --json')
    .action(async (id: string, options: ConnectionOptions) => {
      printFields(await readWith(options, signal, (client) => client.retrieve(id, { signal })), options.json)
    })

/** What to sort by; the API refuses what its version does not have. */
type SortKeys = Extract<ListQuery<ApiVersion>['sort'], readonly unknown[]>

interface ListOptions extends ConnectionOptions {
  readonly sort?: SortKeys
  readonly all?: boolean
  readonly filter?: readonly string[]
}

/** Parses `--filter status=pending,processing`: several values become a list. */
const filterFrom = (given: readonly string[]): object =>
  Object.fromEntries(
    given.map((text) => {
      const [, name, value] = /^(\w+)=(.+)$/.exec(text) ?? []
      if (name === undefined || value === undefined) {
        throw new ConfigurationError('invalid_option', '--filter must be written NAME=VALUE')
      }
      return [name, value.includes(',') ? value.split(',') : value]
    }),
  )

export const listCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('list'))
    .description('print a page of exports, or all')
    .option('--sort <attributes>', 'sort by attributes, commas between; - in front means descending', (text) =>
      text.split(','),
    )
    .option('--all', 'every page')
    .option(
      '--filter <name=value>',
      'only exports with this attribute, where the version has the filter; may be repeated',
      collect,
    )
    .addHelpText(
      'after',
      '\nExample:\n  didww-exports list --sort -created_at --all \\\n    --filter external_reference_id=march',
    )
    .action(async ({ sort, all, filter, json, ...connection }: ListOptions) => {
      const query = { ...(sort !== undefined && { sort }), ...(filter && { filter: filterFrom(filter) }) }
      if (!all) {
        const { data, meta } = await readWith(connection, signal, (client) => client.list(query, { signal }))
        printExports(data, json)
        const more = (meta.total_records ?? 0) - data.length
        if (more > 0) note(`${more} more; --all prints every page`)
        return
      }
      const exports = await readWith(connection, signal, async (client) => {
        const found: Export<ApiVersion>[] = []
        for await (const one of client.listAll(query, { signal })) found.push(one)
        return found
      })
      printExports(exports, json)
    })

interface WaitOptions extends ConnectionOptions {
  readonly maxWait?: number
}

const seconds = (text: string): number => {
  const value = Number(text)
  if (value > 0 && Number.isFinite(value)) return value * 1000
  throw new ConfigurationError('invalid_option', '--max-wait must be a number of seconds, more than 0')
}

export const waitCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('wait'))
    .description('wait until an export is completed and print it')
    .argument('<id>', 'id of the export')
    .option('--max-wait <seconds>', 'stop waiting after so many seconds (default: 3600)', seconds)
    .addHelpText('after', '\nExample:\n  didww-exports wait 77ebb57f-7b01-4178-bc84-9d1a8d2ae850 --max-wait 600')
    .action(async (id: string, { maxWait, json, ...connection }: WaitOptions) => {
      const onPoll = ({ status }: { status: string }): void => note(`${id} is ${status}`)
      const options = { maxWait, signal, onPoll }
      printFields(await readWith(connection, signal, (client) => client.waitUntilCompleted(id, options)), json)
    })

interface UpdateOptions extends ConnectionOptions {
  readonly externalReferenceId: string
}

export const updateCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('update'))
    .description('set the reference of an export and print it')
    .argument('<id>', 'id of the export')
    .requiredOption('--external-reference-id <reference>', "a name of one's own, '' for none")
    .addHelpText(
      'after',
      '\nExample:\n  didww-exports update 77ebb57f-7b01-4178-bc84-9d1a8d2ae850 \\\n    --external-reference-id march --api-version 2026-04-16',
    )
    .action(async (id: string, { externalReferenceId, json, ...connection }: UpdateOptions) => {
      const client = await clientFor(connection, signal)
      if (!client.update) {
        const having = apiVersions.filter((version) => facts[version].operations.updateExport)
        throw new ConfigurationError('not_in_version', `Exports cannot be changed in version ${client.apiVersion}`, {
          hint: `Name one of ${having.join(', ')} with --api-version.`,
        })
      }
      const reference = externalReferenceId === '' ? null : externalReferenceId
      printFields(await client.update(id, { external_reference_id: reference }, { signal }), json)
    })

interface DownloadOptions extends ConnectionOptions {
  readonly out: string
  readonly force?: boolean
}

export const downloadCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('download'))
    .description('download and verify the file of a completed export')
    .argument('<id>', 'id of the export')
    .requiredOption('--out <file>', 'the file to write')
    .option('--force', 'replace a file of that name')
    .addHelpText('after', '\nExample:\n  didww-exports download 77ebb57f-7b01-4178-bc84-9d1a8d2ae850 --out cdrs.csv.gz')
    .action(async (id: string, { out, force = false, json, ...connection }: DownloadOptions) => {
      const progress = createProgress()
      const onProgress = (seen: { bytes: number; total: number | undefined }): void =>
        progress.show({ step: 'downloading', export_id: id, ...seen })
      const file = await readWith(connection, signal, async (client) => {
        const { status, url } = await client.retrieve(id, { signal })
        if (status !== facts[client.apiVersion].completed || url === null) {
          throw new ConfigurationError('not_completed', `Export ${id} is ${status} and has no file yet`, {
            hint: `Wait for it: didww-exports wait ${id}`,
          })
        }
        return client.download({ id, url }, { to: out, overwrite: force, signal, onProgress })
      }).finally(() => progress.end())
      printFields(file, json)
    })
