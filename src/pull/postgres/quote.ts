import { ConfigurationError } from '../../errors/configuration-error.js'

/** The schema our tables lie in when none is named. */
export const SCHEMA = 'didww_exports'

/** Postgres cuts longer names without a word, and two may become one. */
const MOST_BYTES = 63

/**
 * A name as it stands in a statement.
 *
 * @throws {ConfigurationError} `invalid_option`, when Postgres cannot have it as a name.
 */
export const quote = (name: string): string => {
  if (name !== '' && !name.includes('\0') && Buffer.byteLength(name) <= MOST_BYTES) {
    return `"${name.replaceAll('"', '""')}"`
  }
  throw new ConfigurationError('invalid_option', `${JSON.stringify(name)} cannot be a name in Postgres`, {
    hint: `Names have 1 to ${MOST_BYTES} bytes.`,
  })
}
