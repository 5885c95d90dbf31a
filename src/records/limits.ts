/** Bytes that are decoded at once. Larger pieces were measured to be slower and to need more memory. */
export const PIECE_BYTES = 65_536

/** Bytes that are inflated at once: the thread that inflates is woken less often than by pieces that are decoded. */
export const INFLATE_BYTES = 262_144

/** A record that is longer, without its line end, is refused: an unclosed quote must not fill the memory. */
export const MAX_ROW_BYTES = 1_048_576

/** A row with more fields is refused. */
export const MAX_COLUMNS = 512

/**
 * Rows are decoded together until they have this many bytes: one call makes the text of all of them. A value
 * that is kept keeps that text in memory, so it must not be large.
 */
export const GROUP_BYTES = 512
