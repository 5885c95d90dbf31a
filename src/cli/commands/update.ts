import { Command } from 'commander'
import { facts } from '../../../generated/facts.js'
import { apiVersions } from '../../../generated/versions.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { clientFor, type ConnectionOptions, withConnection } from '../connection.js'
import { printFields } from '../print.js'

interface UpdateOptions extends ConnectionOptions {
  readonly externalReferenceId: string
}

export const updateCommand = (signal: AbortSignal): Command =>
  withConnection(new Command('update'))
    .description('change the reference of an export, and print it')
    .argument('<id>', 'id of the export')
    .requiredOption('--external-reference-id <reference>', "a name of one's own, '' for none")
    .addHelpText(
      'after',
      '\nExample:\n  didww-exports update 77ebb57f-7b01-4178-bc84-9d1a8d2ae850 \\\n    --external-reference-id march --api-version 2026-04-16',
    )
    .action(async (id: string, { externalReferenceId, json, ...connection }: UpdateOptions) => {
      const client = clientFor(connection)
      if (!client.update) {
        const having = apiVersions.filter((version) => facts[version].operations.updateExport)
        throw new ConfigurationError('not_in_version', `Exports cannot be changed in version ${client.apiVersion}`, {
          hint: `Name one of ${having.join(', ')} with --api-version.`,
        })
      }
      const reference = externalReferenceId === '' ? null : externalReferenceId
      printFields(await client.update(id, { external_reference_id: reference }, { signal }), json)
    })
