import { callRoles } from '../../generated/calls.js'
import type { ApiVersion, ExportType } from './types.js'

/** The property of a record that says when the call started (`x-role: start` of the spec), if the type has one. */
export const startColumnOf = (apiVersion: ApiVersion, exportType: ExportType<ApiVersion>): string | undefined =>
  callRoles[apiVersion]?.[exportType]?.start?.[0]
