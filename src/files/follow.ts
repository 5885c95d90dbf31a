/**
 * Reads the text of a file while it arrives. It may stop, or fail: the file is verified all the same, and only that
 * decides.
 *
 * @param digest - SHA-256 of the file in hex, once the text has ended.
 */
export type Follow = (text: AsyncIterable<Uint8Array>, digest: () => string) => Promise<unknown>

/** Lets a follower read, and reads on to the end after it. Throws what the text threw, never what the follower did. */
export const followToEnd = async (
  text: AsyncGenerator<Uint8Array, void, undefined>,
  digest: () => string,
  follow?: Follow,
): Promise<void> => {
  let failure: { readonly error: unknown } | undefined
  const next = async (): Promise<IteratorResult<Uint8Array, void>> => {
    try {
      return await text.next()
    } catch (error) {
      failure = { error }
      throw error
    }
  }
  // Without `return`: who leaves the loop does not close the text.
  const open: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next }) }
  await follow?.(open, digest).catch(() => undefined)
  while (failure === undefined && !(await next()).done);
  if (failure !== undefined) throw failure.error
}
