import type { ApiVersion, ApiVersions } from '../../generated/versions.js'

export type { ApiVersion } from '../../generated/versions.js'

type Flat<T> = { [K in keyof T]: T[K] } & {}

/** The versions that have a given operation or attribute. */
export type VersionWith<K extends string> = {
  [V in ApiVersion]: K extends keyof ApiVersions[V] ? V : never
}[ApiVersion]

/** The kinds of export a version has: `cdr_in` for inbound calls, `cdr_out` for outbound calls. */
export type ExportType<V extends ApiVersion> = keyof ApiVersions[V]['create'] & keyof ApiVersions[V]['record']

/** What `create()` takes; `export_type` decides which filters there are. */
export type CreateAttributes<V extends ApiVersion, T extends ExportType<V> = ExportType<V>> = {
  export_type: T
} & ApiVersions[V]['create'][T]

/** What `update()` takes, where the version has it. */
export type UpdateAttributes<V extends ApiVersion> = V extends VersionWith<'update'> ? ApiVersions[V]['update'] : never

/** An export without its JSON:API envelope; a union over `export_type`. */
export type Export<V extends ApiVersion, T extends ExportType<V> = ExportType<V>> = {
  [K in T]: Flat<{ id: string } & ApiVersions[V]['attributes'] & { export_type: K }>
}[T]

/**
 * What `list()` takes. `sort` is an attribute, or several in a list, the one that counts most first.
 *
 * For sparse `fields` use `raw`: their answers lack members that are required here.
 */
export type ListQuery<V extends ApiVersion> = {
  [K in keyof ApiVersions[V]['list'] as Exclude<K, 'fields'>]: K extends 'sort'
    ? OneOrMore<ApiVersions[V]['list'][K]>
    : ApiVersions[V]['list'][K]
}

/** A list, or its only element. */
type OneOrMore<T> = T | (T extends readonly (infer One)[] ? One | readonly One[] : never)

/** One page of exports. */
export interface ExportPage<V extends ApiVersion> {
  readonly data: Export<V>[]
  readonly meta: { readonly total_records?: number; readonly api_version?: string }
  /** `next` is absent or null on the last page, `prev` on the first. */
  readonly links: {
    readonly first?: string
    readonly last?: string
    readonly next?: string | null
    readonly prev?: string | null
  }
}

/**
 * One row of a CSV file. A column that the header lacks is null; an unknown column is kept under `other`, by its name
 * in the header.
 */
export type ExportRecord<
  V extends ApiVersion,
  T extends ExportType<V> = ExportType<V>,
> = ApiVersions[V]['record'][T] & {
  other?: Record<string, string | null>
}

/** An export whose file is ready. */
export type CompletedExport<V extends ApiVersion, T extends ExportType<V> = ExportType<V>> = Export<V, T> & {
  readonly url: string
}
