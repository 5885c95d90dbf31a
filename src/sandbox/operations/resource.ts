import { facts } from '../../../generated/facts.js'
import type { Context } from '../context.js'
import type { ApiDescription } from '../document/load.js'
import type { StoredExport } from '../store.js'
import { type Reply, textReply } from '../wire/reply.js'

/** An export as a JSON:API resource object. */
export interface Resource {
  readonly id: string
  readonly type: string
  readonly attributes: Readonly<Record<string, unknown>>
}

/** The statuses of a version in its own spelling, from first to last. */
const statusesOf = ({ attributes, version }: ApiDescription): string[] => {
  const { completed } = facts[version]
  const before = attributes['status']?.filter((one) => one !== null && one !== completed) ?? []
  return [...before, completed] as string[]
}

const progressOf = (one: StoredExport, context: Context, statuses: readonly string[]): number => {
  const { account, now, bend } = context
  const real = Math.min(account.store.progress(one, now), statuses.length - 1)
  if (bend.stale === undefined) return real
  const told = bend.stale
  const old = told === true ? real - 1 : statuses.findIndex((name) => name.toLowerCase() === told.toLowerCase())
  if (old < 0 || old >= real) return real
  bend.fire()
  return old
}

/** The value of an attribute as the version spells it. */
const spelled = ({ attributes }: ApiDescription, attribute: string, value: string | null): string | null =>
  attributes[attribute]?.find((one) => one?.toLowerCase() === value?.toLowerCase()) ?? value

/** Whether a version has exports of this type; others are not shown. */
export const isKnown = ({ attributes }: ApiDescription, { type }: StoredExport): boolean => {
  const types = attributes['export_type'] ?? []
  return types.length === 0 || types.includes(type)
}

/** An export as a version shows it: the attributes of its document, in that order. */
export const resourceOf = (one: StoredExport, context: Context): Resource => {
  const { api, request } = context
  const statuses = statusesOf(api)
  const progress = progressOf(one, context, statuses)
  const isCompleted = progress === statuses.length - 1
  const values: Readonly<Record<string, unknown>> = {
    status: statuses[progress],
    created_at: new Date(one.createdAt).toISOString(),
    url: isCompleted ? `${request.url.origin}${pathOfFile(api, one.filename)}` : null,
    callback_url: one.callbackUrl,
    callback_method: spelled(api, 'callback_method', one.callbackMethod),
    export_type: one.type,
    filters: one.filters,
    external_reference_id: one.reference,
  }
  const attributes = Object.fromEntries(Object.keys(api.attributes).map((name) => [name, values[name] ?? null]))
  return { id: one.id, type: facts[api.version].resourceType, attributes }
}

const pathOfFile = ({ version }: ApiDescription, filename: string): string =>
  facts[version].operations.downloadExport.path.replace('{filename}', filename)

/** Keeps only the attributes named by `fields`. */
export const pruned = (resource: Resource, fields: readonly string[] | undefined): Resource =>
  fields
    ? {
        ...resource,
        attributes: Object.fromEntries(Object.entries(resource.attributes).filter(([name]) => fields.includes(name))),
      }
    : resource

/** A successful answer as a JSON:API document that names the version that served it. */
export const documentReply = (
  { api, endpoint }: Context,
  document: { readonly data: unknown; readonly meta?: object; readonly links?: object },
): Reply => {
  const { data, meta, links } = document
  const body = { data, meta: { ...meta, api_version: api.version }, ...(links && { links }) }
  return textReply(endpoint.success.status, facts[api.version].mediaType, JSON.stringify(body))
}
