import { requestPatches } from './request-patches.js'

/** A safeguard taken out of the source, and the tests that must notice it. */
export interface Patch {
  readonly name: string
  /** Path below the project. */
  readonly file: string
  /** Text that stands in the file exactly once. */
  readonly find: string
  readonly replace: string
  /** Test files of `npm test`; at least one of their tests must fail. */
  readonly tests: readonly string[]
  /** Only those of their tests whose names have this in them. */
  readonly only?: string
}

const SUITES = ['test/unit/directory-store.test.ts', 'test/unit/directory-target.test.ts']
const CRASHES = ['test/faults/crash-points.test.ts']

const POSTGRES_STORE = ['test/postgres/store.test.ts']
const POSTGRES_TARGET = ['test/postgres/target.test.ts']
const FORMS = ['test/unit/records-forms.test.ts']

export const patches: readonly Patch[] = [
  {
    name: 'the fence of the directory store',
    file: 'src/pull/directory/directory-store.ts',
    find: 'if (!isMine(lease)) return false',
    replace: '',
    tests: SUITES,
  },
  {
    name: 'the fence of the directory target',
    file: 'src/pull/directory/directory-target.ts',
    find: 'before.fence > fence || ',
    replace: '',
    tests: SUITES,
  },
  {
    name: 'the ledger: a manifest that refuses an earlier generation',
    file: 'src/pull/directory/directory-target.ts',
    find: ' || before.generation > generation',
    replace: '',
    tests: SUITES,
  },
  {
    name: 'the checksum of the journal',
    file: 'src/pull/directory/journal.ts',
    find: 'sum !== undefined && sumOf(text) === sum',
    replace: 'sum !== undefined',
    tests: SUITES,
  },
  {
    name: 'the overlap check of the target',
    file: 'src/pull/directory/directory-target.ts',
    find: 'open.index.check(key, unit)',
    replace: '',
    tests: SUITES,
  },
  {
    name: 'the overlap check before a request',
    file: 'src/pull/directory/directory-target.ts',
    find: 'index.check(unitKey(unit), unit)',
    replace: 'index.remove("", unit)',
    tests: SUITES,
  },
  {
    name: 'the trailer check of a download',
    file: 'src/files/download.ts',
    find: 'followToEnd(verifiedText(part.path, growing.pieces()), part.digest, follow)',
    replace: 'followToEnd(verifiedText(part.path, growing.pieces()), part.digest, follow).catch(() => undefined)',
    tests: ['test/faults/download.test.ts'],
  },
  {
    name: 'the intent record',
    file: 'src/pull/machine/steps/create.ts',
    find: 'await context.save(intent)',
    replace: '',
    tests: CRASHES,
  },
  {
    name: 'adoption by reference',
    file: 'src/pull/machine/steps/create.ts',
    find: '=== wanted) : []',
    replace: '=== undefined) : []',
    tests: CRASHES,
  },
  {
    name: 'the check of a spooled file before it is loaded',
    file: 'src/pull/machine/steps/load.ts',
    find: '!== state.sha256) return',
    replace: "=== '') return",
    tests: ['test/faults/spool.test.ts'],
  },
  {
    name: 'the limiter',
    file: 'src/http/send.ts',
    find: 'work: (signal) => limiter.acquire(signal),',
    replace: 'work: () => Promise.resolve(),',
    tests: ['test/unit/accounts.test.ts', 'test/faults/run-units.test.ts'],
  },
  {
    name: 'the lease of the Postgres store',
    file: 'src/pull/postgres/postgres-store.ts',
    find: 'where u.lease_until is null or u.lease_until <= clock_timestamp()',
    replace: '',
    tests: POSTGRES_STORE,
  },
  {
    name: 'the fence of the Postgres store',
    file: 'src/pull/postgres/postgres-store.ts',
    find: 'updated_at = now()\n  where key = $1 and fence = $2',
    replace: 'updated_at = now()\n  where key = $1 and $2::bigint > 0',
    tests: POSTGRES_STORE,
  },
  {
    name: 'the fence of the Postgres target',
    file: 'src/pull/postgres/postgres-target.ts',
    find: 'load.fence < fence || ',
    replace: '',
    tests: POSTGRES_TARGET,
  },
  {
    name: 'the ledger: a load that is there already',
    file: 'src/pull/postgres/postgres-target.ts',
    find: 'load.sha256 === held.source_sha256',
    replace: "load.sha256 === ''",
    tests: POSTGRES_TARGET,
  },
  {
    name: 'the ledger: what another has brought meanwhile',
    file: 'src/pull/postgres/postgres-target.ts',
    find: "await table.remove(client, key, 'others')",
    replace: '',
    tests: POSTGRES_TARGET,
  },
  {
    name: 'the overlap check under the lock of the ledger',
    file: 'src/pull/postgres/postgres-target.ts',
    find: 'await ledger.lock(client)\n  await ledger.check(client, unit, origin)',
    replace: 'await ledger.lock(client)',
    tests: POSTGRES_TARGET,
  },
  {
    name: 'the shared limiter',
    file: 'src/pull/postgres/postgres-limiter.ts',
    find: 'if (wait > 0) await systemClock.sleep(wait, signal)',
    replace: '',
    tests: ['test/postgres/limiter.test.ts'],
    only: '429 pauses all',
  },
  {
    name: 'Parquet: columns that are found by their name',
    file: 'src/records/parquet.ts',
    find: 'fileColumns.findIndex((column) => column.property === property)',
    replace: 'columns.findIndex((column) => column.property === property)',
    tests: FORMS,
    only: 'DuckDB and the decoder agree',
  },
  {
    name: 'Parquet: the refusal of an amount that would be rounded',
    file: 'src/records/parquet.ts',
    find: "length(${text}) - strpos(${text}, '.') > ${SCALE}",
    replace: 'false',
    tests: FORMS,
    only: 'an amount that it would round',
  },
  {
    name: 'Parquet: room for the largest row',
    file: 'src/records/parquet.ts',
    find: 'max_line_size = ${MAX_ROW_BYTES + 2}',
    replace: 'max_line_size = ${MAX_ROW_BYTES / 2}',
    tests: FORMS,
    only: 'rows of the largest size',
  },
  {
    name: 'NDJSON: the escape of a backslash',
    file: 'src/records/ndjson.ts',
    find: ' || byte === BACKSLASH',
    replace: '',
    tests: FORMS,
    only: 'lines of JSON are those',
  },
  {
    name: 'the check of texts in rows of which nothing is kept',
    file: 'src/records/row-group.ts',
    find: 'if (this.#marks[this.#base + column] !== 0) this.#wide(column, start, end)',
    replace: '',
    tests: FORMS,
    only: 'rows that are only checked',
  },
  {
    name: 'the limit of what a file may inflate to',
    file: 'src/files/verify-gzip.ts',
    find: 'inflated > MAX_INFLATED_BYTES || inflated > Math.max(MIB, size * MAX_RATIO)',
    replace: 'inflated > MAX_INFLATED_BYTES',
    tests: ['test/faults/damage.test.ts'],
    only: 'a bomb',
  },
  {
    name: 'the typed error of a disk',
    file: 'src/disk/storage.ts',
    find: 'throw storageError(what, path, error)',
    replace: 'throw error',
    tests: ['test/faults/disk.test.ts'],
    only: 'a full disk',
  },
  {
    name: 'the single try of a full disk',
    file: 'src/files/download.ts',
    find: 'attempt === maxRetries || !isWorthAnotherTry(error)',
    replace: 'attempt === maxRetries',
    tests: ['test/faults/disk.test.ts'],
    only: 'a full disk',
  },
  ...requestPatches,
]
