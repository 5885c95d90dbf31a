import { ConfigurationError } from '../errors/configuration-error.js'
import { printable } from '../errors/printable.js'
import { isUuid } from '../http/check-shape.js'

/** Checks an id before it becomes part of a path. */
export const checkId = (id: string): string => {
  if (isUuid(id)) return id
  throw new ConfigurationError('invalid_id', `${printable(`"${String(id)}"`, 60)} is not the id of an export`, {
    hint: 'An id is a UUID, as returned by create() and list().',
  })
}
