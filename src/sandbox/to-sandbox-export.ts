import type { Sandbox, SandboxExport } from './sandbox.js'
import type { ExportStore, StoredExport } from './store.js'

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

/** All exports of an account, as its owner may see them. */
export const toSandboxExports = (store: ExportStore, now: number): Sandbox['exports'] =>
  store.all(now).map((one) => toSandboxExport(one, store, now))
