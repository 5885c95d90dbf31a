/** Statuses that send a GET elsewhere. */
export const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/** How many are followed in a row, of an answer as of a file. */
export const MAX_REDIRECTS = 3
