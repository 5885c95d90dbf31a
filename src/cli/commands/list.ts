import { Command } from 'commander'
import type { ApiVersion, Export, ListQuery } from '../../client/types.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { clientFor, collect, type ConnectionOptions, withConnection } from '../connection.js'
import { printExports } from '../print.js'

interface ListOptions extends ConnectionOptions {
  readonly sort?: ListQuery<ApiVersion>['sort']
  readonly all?: boolean
  readonly filter?: readonly string[]
}

/** `--filter status=pending,processing` as the query has it: several values are a list. */
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
    .description('print exports, a page of them or all')
    .option('--sort <attribute>', 'sort by an attribute, with - in front for descending')
    .option('--all', 'every page')
    .option(
      '--filter <name=value>',
      'only exports with this, as far as the version has filters; may be repeated',
      collect,
    )
    .addHelpText(
      'after',
      '\nExample:\n  didww-exports list --sort -created_at --all \\\n    --filter external_reference_id=march',
    )
    .action(async ({ sort, all, filter, json, ...connection }: ListOptions) => {
      const client = clientFor(connection)
      const query = { ...(sort !== undefined && { sort }), ...(filter && { filter: filterFrom(filter) }) }
      if (!all) {
        const { data, meta } = await client.list(query, { signal })
        printExports(data, json)
        const more = (meta.total_records ?? 0) - data.length
        if (more > 0) process.stderr.write(`${more} more; --all prints every page\n`)
        return
      }
      const exports: Export<ApiVersion>[] = []
      for await (const one of client.listAll(query, { signal })) exports.push(one)
      printExports(exports, json)
    })
