import { signingKeys } from '../../generated/facts.js'
import type { ApiVersion } from '../../generated/versions.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { createAnswer } from './answer.js'
import { Deliveries } from './callbacks/deliveries.js'
import { columnsOf, fileColumnsOf } from './calls/layout.js'
import { recordsOf, type SandboxRecord } from './calls/records.js'
import { callsOf, type Selection } from './calls/select.js'
import { worldOf } from './calls/world.js'
import type { Account } from './context.js'
import { FaultBook } from './faults/fault-book.js'
import { FileCache } from './file.js'
import { inProcessFetch } from './in-process-fetch.js'
import { filterNamesOf, selectionOf, shown } from './operations/selection.js'
import { type SandboxOptions, settingsOf } from './options.js'
import { RequestLog } from './request-log.js'
import { SandboxClock } from './sandbox-clock.js'
import type { CallsFilter, Sandbox, SandboxExport } from './sandbox.js'
import { ExportStore, type StoredExport } from './store.js'
import { listen, type Listening } from './wire/listen.js'

/**
 * Makes a sandbox: the whole API for one account, with its own calls, clock and scripted faults.
 *
 * Give `sandbox.clock` to the client. Time then stands still until somebody sleeps on it, so that waiting takes no time
 * and every run is the same. Otherwise time passes as usual.
 *
 * @throws {ConfigurationError} `invalid_option`, naming the option or fault that is invalid.
 * @example
 * await using sandbox = createSandbox({ seed: 7, now: '2021-12-20T00:00:00Z' })
 * const didww = createExportsClient({
 *   baseUrl: await sandbox.listen(),
 *   apiKey: sandbox.apiKey,
 *   clock: sandbox.clock,
 * })
 */
export const createSandbox = (options: SandboxOptions = {}): Sandbox => {
  const settings = settingsOf(options)
  const { seed, rows, apiKey, apiVersion, callbackSecret, layout, ranges } = settings
  const clock = new SandboxClock(settings.now, settings.realTime)
  const store = new ExportStore(seed, settings.pendingFor, settings.processingFor)
  const world = worldOf(seed, rows, settings.now)
  const files = new FileCache(world, layout, clock)
  const faults = new FaultBook(clock.now, settings.faults)
  const log = new RequestLog(clock.now)
  const secretFor = (version: ApiVersion): string =>
    (settings.callbacksSignedWith ?? signingKeys[version]) === 'api-key' ? apiKey : callbackSecret
  const deliveries = new Deliveries(clock, faults, secretFor, settings.callbackOrigins)
  const account: Account = { clock, store, world, files, deliveries, apiKey, apiVersion, ranges }
  const answer = createAnswer(account, faults, log, settings.rateLimit)
  let listening: Listening | undefined
  let opening: Promise<Listening> | undefined

  const stored = (id: string): StoredExport => {
    const one = store.all(clock.now()).find((candidate) => candidate.id === id)
    if (one) return one
    throw new ConfigurationError('invalid_id', `The sandbox has had no export ${id}`)
  }

  const records = (version: StoredExport['version'], selection: Selection, until: number): SandboxRecord[] => {
    const { type } = selection
    const file = fileColumnsOf(version, type, layout)
    return recordsOf(callsOf(world, selection, until), type, columnsOf(version, type), file)
  }

  const calls = (filter: CallsFilter): SandboxRecord[] => {
    if (typeof filter === 'string') {
      const { version, selection, createdAt } = stored(filter)
      return records(version, selection, createdAt)
    }
    const { export_type: type, filters, apiVersion: version = apiVersion } = filter
    return records(version, selectionOf(version, type, shown(filters, filterNamesOf(version, type))), clock.now())
  }

  const open = async (port: number): Promise<string> => {
    opening ??= listen(answer, clock, port).catch((error: unknown) => {
      opening = undefined
      throw error
    })
    listening = await opening
    return listening.url
  }

  const close = async (): Promise<void> => {
    const opened = await opening?.catch(() => undefined)
    opening = undefined
    listening = undefined
    deliveries.stop()
    await opened?.close()
  }

  return {
    get url() {
      return listening?.url ?? 'http://127.0.0.1'
    },
    get authUrl() {
      return listening?.url ?? 'http://127.0.0.1'
    },
    apiKey,
    callbackSecret,
    get clock() {
      clock.hold()
      return clock
    },
    dids: world.dids,
    trunks: world.trunks,
    get exports() {
      return toSandboxExports(store, clock.now())
    },
    requests: log.entries,
    fired: faults.fired,
    deliveries: deliveries.log,
    fetch: inProcessFetch(answer, clock),
    listen: ({ port = 0 } = {}) => open(port),
    advance: clock.advance,
    calls,
    measure: async (id) => files.facts(stored(id)),
    inject: (...more) => faults.add(more),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const STATUSES = ['pending', 'processing', 'completed'] as const

const iso = (at: number): string => new Date(at).toISOString()

const toSandboxExport = (one: StoredExport, store: ExportStore, now: number): SandboxExport => ({
  id: one.id,
  export_type: one.type,
  filters: one.filters,
  status: now >= one.deletedAt ? 'deleted' : (STATUSES[store.progress(one, now)] ?? 'completed'),
  created_at: iso(one.createdAt),
  completed_at: iso(one.completedAt),
  deleted_at: iso(one.deletedAt),
  callback_url: one.callbackUrl,
  callback_method: one.callbackMethod,
  external_reference_id: one.reference,
  api_version: one.version,
  file: `${one.filename}.csv.gz`,
})

/** All exports of an account. */
const toSandboxExports = (store: ExportStore, now: number): Sandbox['exports'] =>
  store.all(now).map((one) => toSandboxExport(one, store, now))
