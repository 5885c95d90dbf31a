// Written by `npm run generate` from spec/. Do not edit.

import type * as v2021_12_15 from './2021-12-15.js'
import type * as v2022_05_10 from './2022-05-10.js'
import type * as v2026_04_16 from './2026-04-16.js'

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
}

/** A dated version of the API. */
export type ApiVersion = keyof ApiVersions

/** The version that is asked for when none is named. */
export type DefaultVersion = '2021-12-15'

export const defaultVersion: DefaultVersion = '2021-12-15'

/** Every dated version, oldest first. */
export const apiVersions: readonly ApiVersion[] = ['2021-12-15', '2022-05-10', '2026-04-16']
