import { Command } from 'commander'
import type { ApiVersion, Export, ListQuery } from '../../client/types.js'
import { clientFor, type ConnectionOptions, withConnection } from '../connection.js'
import { printExports } from '../print.js'

interface ListOptions extends ConnectionOptions {
  readonly sort?: ListQuery<ApiVersion>['sort']
  readonly all?: boolean
}

export const listCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('list'))
    .description('print exports, a page of them or all')
    .option('--sort <attribute>', 'sort by an attribute, with - in front for descending')
    .option('--all', 'every page')
    .addHelpText('after', '\nExample:\n  didww-exports list --sort -created_at --all')
    .action(async ({ sort, all, json, ...connection }: ListOptions) => {
      const client = clientFor(connection)
      const query = sort === undefined ? {} : { sort }
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
