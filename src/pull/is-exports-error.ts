import { ExportsError } from '../errors/exports-error.js'

/** Whether an error is one of ours, of whatever code. */
export const isExportsError = (error: unknown): error is ExportsError => error instanceof ExportsError
