// Written by `npm run generate` from spec/. Do not edit.

import type * as v2021_12_15 from './2021-12-15.js'

/** What each dated version of the API has. */
export interface ApiVersions {
  '2021-12-15': {
    paths: v2021_12_15.paths
    attributes: v2021_12_15.ExportAttributes
    list: NonNullable<v2021_12_15.operations['listExports']['parameters']['query']>
    create: { cdr_in: v2021_12_15.CdrInCreateAttributes; cdr_out: v2021_12_15.CdrOutCreateAttributes }
    record: { cdr_in: v2021_12_15.CdrInRecord; cdr_out: v2021_12_15.CdrOutRecord }
    callback: v2021_12_15.ExportCallback
  }
}

/** A dated version of the API. */
export type ApiVersion = keyof ApiVersions

/** The version that is asked for when none is named. */
export type DefaultVersion = '2021-12-15'

export const defaultVersion: DefaultVersion = '2021-12-15'

/** Every dated version, oldest first. */
export const apiVersions: readonly ApiVersion[] = ['2021-12-15']
