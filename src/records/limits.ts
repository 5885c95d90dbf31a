/** Bytes that are decoded at once. Larger pieces were slower and needed more memory. */
export const PIECE_BYTES = 65_536

/**
 * Bytes that are inflated at once. Larger than the decoded pieces, so that the inflating thread is woken less often.
 */
export const INFLATE_BYTES = 262_144

/**
 * Bytes of gzip that may yield no text, besides two for each byte of text. Compression at its worst adds a few bytes to
 * each 16 KiB; headers, empty blocks, empty members and zeros behind the trailer have no end.
 */
export const MAX_EMPTY_BYTES = 1_048_576

/** Longest row, without its line end. An unclosed quote must not fill the memory. */
export const MAX_ROW_BYTES = 1_048_576

/** Most fields of a row. */
export const MAX_COLUMNS = 512

/** Longest amount, with its sign and point. Postgres would take 131,072 digits before the point and 16,383 after it. */
export const MAX_DECIMAL_BYTES = 1_000

/**
 * Rows are decoded in groups of about this many bytes: one call makes the text of all of them. A value that is kept
 * keeps that text in memory, so it must be small.
 */
export const GROUP_BYTES = 512
