import type { Context } from '../context.js'
import type { Reply } from '../wire/reply.js'
import { createExport } from './create-export.js'
import { createToken } from './create-token.js'
import { downloadExport } from './download-export.js'
import { listExports } from './list-exports.js'
import { retrieveExport, updateExport } from './one-export.js'

/** What each operation of the documents does, by its id. */
export const operations: Readonly<Record<string, (context: Context) => Reply | Promise<Reply>>> = {
  createExport,
  createToken,
  downloadExport,
  listExports,
  retrieveExport,
  updateExport,
}
