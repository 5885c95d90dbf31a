/** Removes a safeguard from the source. Some of its tests must then fail. */
export interface Patch {
  readonly name: string
  /** Path in the project. */
  readonly file: string
  /** Text that is in the file exactly once. */
  readonly find: string
  readonly replace: string
  /** Test files of `npm test`; at least one of their tests must fail. */
  readonly tests: readonly string[]
  /** Runs only tests whose names contain this. */
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
    find: 'if (!hasSlot) await waitForSlot(settings, request, number, endsAt)',
    replace: '',
    tests: ['test/unit/accounts.test.ts', 'test/faults/run-units.test.ts'],
  },
  {
    name: 'the lease of the Postgres store',
    file: 'src/pull/postgres/postgres-store.ts',
    find: "where ${isFree('u.lease_until')}",
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
    name: 'the ledger: calls that are already loaded',
    file: 'src/pull/postgres/postgres-target.ts',
    find: 'sourceOf(load) === held.source_sha256',
    replace: "sourceOf(load) === ''",
    tests: POSTGRES_TARGET,
  },
  {
    name: 'the ledger: calls that another worker has loaded in the meantime',
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
    only: '429 pauses everyone',
  },
  {
    name: 'Parquet: columns found by name',
    file: 'src/records/duckdb-sql.ts',
    find: 'header.findIndex((column) => column.property === property)',
    replace: 'columns.findIndex((column) => column.property === property)',
    tests: FORMS,
    only: 'DuckDB and the decoder agree',
  },
  {
    name: 'Parquet: the refusal of an amount that would be rounded',
    file: 'src/records/duckdb-sql.ts',
    find: "length(${text}) - strpos(${text}, '.') > ${SCALE}",
    replace: 'false',
    tests: FORMS,
    only: 'an amount that it would round',
  },
  {
    name: 'Parquet: room for the largest row',
    file: 'src/records/duckdb-sql.ts',
    find: 'max_line_size = ${MAX_ROW_BYTES + 2}',
    replace: 'max_line_size = ${MAX_ROW_BYTES / 2}',
    tests: FORMS,
    only: 'rows of the largest size',
  },
  {
    name: 'NDJSON: the escape of backslashes',
    file: 'src/records/ndjson.ts',
    find: ' || byte === BACKSLASH',
    replace: '',
    tests: FORMS,
    only: 'lines of JSON equal those',
  },
  {
    name: 'the check of texts in rows that are not kept',
    file: 'src/records/row-group.ts',
    find: 'if (this.#marks[this.#base + column] !== 0) this.#wide(column, start, end)',
    replace: '',
    tests: FORMS,
    only: 'checking rows and reading rows',
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
    name: 'no retries on a full disk',
    file: 'src/files/download.ts',
    find: 'isRetryable: isDamage || (error instanceof ExportsError && error.retryable)',
    replace: 'isRetryable: true',
    tests: ['test/faults/disk.test.ts'],
    only: 'a full disk',
  },
  {
    name: 'the time limit of a wait for the rate limiter',
    file: 'src/http/send.ts',
    find: 'await withDeadline(clock, ms, request.signal, lateError, (signal) => orAborted(limiter.acquire(signal), signal))',
    replace: 'await limiter.acquire(request.signal)',
    tests: ['test/faults/retry.test.ts'],
    only: 'rate limiter',
  },
  {
    name: 'the fact that a create that waited too long for the rate limiter was not sent',
    file: 'src/http/send.ts',
    find: 'orAborted(limiter.acquire(signal), signal))\n  } catch (error) {\n    throw markUnsent(error)',
    replace: 'orAborted(limiter.acquire(signal), signal))\n  } catch (error) {\n    throw error',
    tests: ['test/faults/retry.test.ts'],
    only: 'rate limiter',
  },
  {
    name: 'the error of a host that becomes unreachable after a request was sent',
    file: 'src/http/network-error.ts',
    find: " && (syscall === 'connect' || !LATE.includes(code))",
    replace: '',
    tests: ['test/faults/retry.test.ts'],
    only: 'finds no way',
  },
  {
    name: 'the check of what follows padding zeros',
    file: 'src/records/inflate.ts',
    find: 'checkPadding(piece, (size += piece.length) - inflater.used)',
    replace: 'size += piece.length',
    tests: ['test/unit/records.test.ts'],
    only: 'zeros',
  },
  {
    name: 'the second name of a verified file',
    file: 'src/files/resumable-part.ts',
    find: '.nlink < 2',
    replace: '.nlink < 9',
    tests: ['test/faults/download.test.ts'],
    only: 'only just named',
  },
  {
    name: 'the retry budget of downloads',
    file: 'src/http/retry.ts',
    find: '&& budget.spend()',
    replace: '',
    tests: ['test/faults/retry.test.ts'],
    only: 'retry budget',
  },
  {
    name: 'the queue of the rate limiter',
    file: 'src/http/limiter.ts',
    find: 'if (waiting > 0 || nextSlotAt > now) return false',
    replace: 'if (nextSlotAt > now) return false',
    tests: ['test/faults/retry.test.ts'],
    only: 'never from those who wait',
  },
]
