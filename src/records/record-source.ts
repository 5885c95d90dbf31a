import { readFile } from '../disk/read-file.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { inflate } from './inflate.js'

/** A CSV file: a path or bytes. Whether it is compressed with gzip is detected. */
export type RecordSource = string | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

/**
 * The bytes of a source. A path can be read again, bytes only once.
 *
 * @throws {ConfigurationError} `invalid_source`, when it is not a source of bytes; `source_used`, when bytes are read
 * again.
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
    if (used)
      throw new ConfigurationError('source_used', 'These bytes were read already. Only a path can be read again.')
    used = true
    for await (const bytes of source) {
      if (!ArrayBuffer.isView(bytes)) {
        throw new ConfigurationError('invalid_source', `A source of records gave a ${typeof bytes}, not bytes`)
      }
      yield bytes
    }
  }
}

/** The CSV text of a source, inflated when it is compressed. */
export const inflatedText = (source: RecordSource): AsyncIterable<Uint8Array> => inflate(openSource(source)())
