import { ProtocolError } from '../errors/protocol-error.js'
import { printable } from '../errors/printable.js'
import type { Redact } from '../http/redact.js'

/** Where files may come from. */
export interface FileHosts {
  /** The origin of the API: the only one that is given the credential. */
  readonly origin: string
  /** Other origins that are trusted with the transfer, without a credential. */
  readonly fileOrigins: readonly string[]
  readonly redact: Redact
}

/**
 * The address of a file, if it lies where files may come from.
 *
 * @throws {ProtocolError} `foreign_url`; nothing is sent there.
 */
export const fileUrl = (text: string, { origin, fileOrigins, redact }: FileHosts, base?: URL): URL => {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined
  const known = url && url.username === '' && url.password === '' && [origin, ...fileOrigins].includes(url.origin)
  if (known) return url
  const place = url && url.origin !== 'null' ? url.origin : JSON.stringify(printable(text.split('?', 1)[0] ?? '', 80))
  throw new ProtocolError('foreign_url', `The file is said to be at ${redact(place)}, which is not the API`, {
    status: 200,
    hint: 'If that host can be trusted with the transfer, list its origin in fileOrigins; it gets no key.',
  })
}
