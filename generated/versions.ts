// Written by `npm run generate` from spec/. Do not edit.

import type * as v2021_12_15 from './2021-12-15.js'
import type * as v2022_05_10 from './2022-05-10.js'
import type * as v2026_04_16 from './2026-04-16.js'
import type * as v2026_11_19 from './2026-11-19.js'

/** The members of a parameter that are parameters of their own: `filter[id]` is `id` of `filter`. */
type MembersOf<Q, Name extends string> = {
  [K in keyof Q as K extends `${Name}[${infer Member}]` ? Member : never]: Q[K]
}

/** A query as callers write it: parameters in brackets become members of an object. */
type Query<T> = {
  [K in keyof T as K extends `${string}[${string}]` ? never : K]: T[K]
} & {
  [K in keyof T as K extends `${infer Name}[${string}]` ? Name : never]?: K extends `${infer Name}[${string}]`
    ? MembersOf<T, Name>
    : never
}

/** Requires all of these members or none. */
type Together<T, K extends keyof T> = T & (Required<Pick<T, K>> | { [P in K]?: never })

/** A record without known columns: all of them are in `other`. */
type NoColumns = Record<never, never>

/** The types of each dated version of the API. */
export interface ApiVersions {
  '2021-12-15': {
    paths: v2021_12_15.paths
    attributes: v2021_12_15.ExportAttributes
    list: NonNullable<v2021_12_15.operations['listExports']['parameters']['query']>
    create: { cdr_in: v2021_12_15.CdrInCreateAttributes; cdr_out: v2021_12_15.CdrOutCreateAttributes }
    record: { cdr_in: v2021_12_15.CdrInRecord; cdr_out: v2021_12_15.CdrOutRecord }
    callback: v2021_12_15.ExportCallback
  }
  '2022-05-10': {
    paths: v2022_05_10.paths
    attributes: v2022_05_10.ExportAttributes
    list: NonNullable<v2022_05_10.operations['listExports']['parameters']['query']>
    create: { cdr_in: v2022_05_10.CdrInCreateAttributes; cdr_out: v2022_05_10.CdrOutCreateAttributes }
    record: { cdr_in: v2022_05_10.CdrInRecord; cdr_out: v2022_05_10.CdrOutRecord }
    callback: v2022_05_10.ExportCallback
  }
  '2026-04-16': {
    paths: v2026_04_16.paths
    attributes: v2026_04_16.ExportAttributes
    list: NonNullable<v2026_04_16.operations['listExports']['parameters']['query']>
    create: { cdr_in: v2026_04_16.CdrInCreateAttributes; cdr_out: v2026_04_16.CdrOutCreateAttributes }
    record: { cdr_in: v2026_04_16.CdrInRecord; cdr_out: v2026_04_16.CdrOutRecord }
    callback: v2026_04_16.ExportCallback
    update: v2026_04_16.ExportUpdateAttributes
  }
  '2026-11-19': {
    paths: v2026_11_19.paths
    attributes: v2026_11_19.ExportAttributes
    list: Query<NonNullable<v2026_11_19.operations['listExports']['parameters']['query']>>
    create: { cdr_in: Together<v2026_11_19.CdrInCreateAttributes, 'callback_url' | 'callback_method'>; cdr_out: Together<v2026_11_19.CdrOutCreateAttributes, 'callback_url' | 'callback_method'>; sms_in: Together<v2026_11_19.SmsInCreateAttributes, 'callback_url' | 'callback_method'>; sms_out: Together<v2026_11_19.SmsOutCreateAttributes, 'callback_url' | 'callback_method'> }
    record: { cdr_in: v2026_11_19.CdrInRecord; cdr_out: NoColumns; sms_in: NoColumns; sms_out: NoColumns }
    callback: v2026_11_19.ExportCallback
    update: v2026_11_19.ExportUpdateAttributes
  }
}

/** A dated version of the API. */
export type ApiVersion = keyof ApiVersions

/** The version that a client uses if none is given. */
export type DefaultVersion = '2021-12-15'

export const defaultVersion: DefaultVersion = '2021-12-15'

/** The newest version. Its paths include those of all versions. */
export type LatestVersion = '2026-11-19'

/** Every dated version, oldest first. */
export const apiVersions: readonly ApiVersion[] = ['2021-12-15', '2022-05-10', '2026-04-16', '2026-11-19']
