import { inflate } from './inflate.js'
import { openSource, type RecordSource } from './record-source.js'

/** The CSV text of a source byte for byte, inflated when it is compressed. */
export const inflatedText = (source: RecordSource): AsyncIterable<Uint8Array> => inflate(openSource(source)())
