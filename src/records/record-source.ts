import { readFile } from '../disk/read-file.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { inflate } from './inflate.js'

/** Where a CSV file comes from: a path, or its bytes; compressed with gzip or not, which its first bytes tell. */
export type RecordSource = string | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

/**
 * The bytes of a source as they are. A path is opened anew each time, bytes are handed out once.
 *
 * @throws {ConfigurationError} `invalid_source`, when it is none of these or gives something else than bytes;
 * `source_used`, when bytes are asked for again.
 */
export const openSource = (source: RecordSource): (() => AsyncGenerator<Uint8Array, void, undefined>) => {
  if (typeof source === 'string') return () => readFile(source)
  if (typeof (source as Partial<AsyncIterable<unknown>> | null)?.[Symbol.asyncIterator] !== 'function') {
    throw new ConfigurationError(
      'invalid_source',
      'Records are read from a path, a ReadableStream or an async iterable',
    )
  }
  let used = false
  return async function* () {
    if (used) throw new ConfigurationError('source_used', 'These bytes were read before; only a path can be read again')
    used = true
    for await (const bytes of source) {
      if (!ArrayBuffer.isView(bytes)) {
        throw new ConfigurationError('invalid_source', `A source of records gave a ${typeof bytes}, not bytes`)
      }
      yield bytes
    }
  }
}

/** The CSV text of a source byte for byte, inflated when it is compressed. */
export const inflatedText = (source: RecordSource): AsyncIterable<Uint8Array> => inflate(openSource(source)())
