import { ExportsError } from '../errors/exports-error.js'

const unsent = new WeakSet()

/** Remembers of an error that it came before its request could be sent. */
export const markUnsent = (error: unknown): unknown => {
  if (error instanceof ExportsError) unsent.add(error)
  return error
}

/** Whether an error came before its request could be sent, so that nothing was carried out. */
export const isUnsent = (error: unknown): boolean => typeof error === 'object' && error !== null && unsent.has(error)
