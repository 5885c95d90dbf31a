import { Command } from 'commander'
import { clientFor, type ConnectionOptions, withConnection } from '../connection.js'
import { printFields } from '../print.js'
import { createProgress } from '../progress.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { facts } from '../../../generated/facts.js'

interface DownloadOptions extends ConnectionOptions {
  readonly out: string
  readonly force?: boolean
}

export const downloadCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('download'))
    .description('bring the file of a completed export to disk, verified')
    .argument('<id>', 'id of the export')
    .requiredOption('--out <file>', 'the file to write')
    .option('--force', 'replace a file of that name')
    .addHelpText('after', '\nExample:\n  didww-exports download 77ebb57f-7b01-4178-bc84-9d1a8d2ae850 --out cdrs.csv.gz')
    .action(async (id: string, { out, force = false, json, ...connection }: DownloadOptions) => {
      const client = clientFor(connection)
      const done = await client.retrieve(id, { signal })
      const { status, url } = done
      if (status !== facts[client.apiVersion].completed || url === null) {
        throw new ConfigurationError('not_completed', `Export ${id} is ${status} and has no file yet`, {
          hint: `Wait for it: didww-exports wait ${id}`,
        })
      }
      const progress = createProgress()
      const onProgress = (seen: { bytes: number; total: number | undefined }): void =>
        progress.show({ step: 'downloading', export_id: id, ...seen })
      try {
        printFields(await client.download({ id, url }, { to: out, overwrite: force, signal, onProgress }), json)
      } finally {
        progress.end()
      }
    })
