import type { ApiVersion, ExportType } from '../../client/types.js'
import { type Counted, counting } from '../../records/convert-text.js'
import { decodeRecords } from '../../records/decode-records.js'
import type { Load } from '../target.js'
import type { Ledger, LedgerRow } from './ledger.js'
import type { PostgresClient } from './pool.js'
import type { RecordsTable } from './records-table.js'

/**
 * A session that says nothing for so long amid a load belongs to a process that is stopped; Postgres ends it, so
 * that it holds nothing up.
 */
const SILENCE = "set local idle_in_transaction_session_timeout = '30s'"

/**
 * Puts the calls of a file in the place of those that are held, within a transaction. Gives what is held then;
 * undefined, with nothing changed, when a later fence or generation of the unit has been here.
 *
 * The rows are sent before the ledger is locked, so that loads go on side by side, also two of one unit: which of
 * them stands is decided at the end, and whoever comes second removes what the first has brought, or its own.
 */
export const replaceCalls = async (
  client: PostgresClient,
  ledger: Ledger,
  table: RecordsTable,
  load: Load,
): Promise<LedgerRow | undefined> => {
  const { key, unit, origin } = load
  await client.query(SILENCE)
  await ledger.check(client, unit, origin)
  const early = standing(await ledger.read(client, key), load)
  const read = early === 'replaces' ? await insertCalls(client, table, load) : undefined
  await ledger.lock(client)
  await ledger.check(client, unit, origin)
  const before = await ledger.read(client, key)
  const now = standing(before, load)
  if (read && now === 'replaces') {
    await table.remove(client, key, 'others')
    await ledger.write(client, load, read)
    return ledger.read(client, key)
  }
  if (read) await table.remove(client, key, 'own')
  if (now !== 'held already') return undefined
  await ledger.raise(client, key, load.fence)
  return before
}

/** How a load stands to what is held. */
const standing = (row: LedgerRow | undefined, load: Load): 'replaces' | 'held already' | 'superseded' => {
  if (!row) return 'replaces'
  const { fence, held } = row
  if (load.fence < fence || load.generation < held.generation) return 'superseded'
  return load.generation === held.generation && load.sha256 === held.source_sha256 ? 'held already' : 'replaces'
}

const insertCalls = async (client: PostgresClient, table: RecordsTable, load: Load): Promise<Counted> => {
  const exportType = load.unit.export_type as ExportType<ApiVersion>
  const { options, add, counted } = counting({ ...load, exportType })
  for await (const batch of decodeRecords(load.path, options).batches()) {
    await table.insert(client, load, batch)
    add(batch.length)
  }
  return counted()
}
