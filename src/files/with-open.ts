/**
 * Works with something that is closed afterwards. When the work has failed, that is the error, whatever the closing
 * says: a full disk fails both, and only the first tells why. `await using` would hide it in a `SuppressedError`.
 */
export const withOpen = async <R extends AsyncDisposable, T>(
  resource: R,
  work: (resource: R) => Promise<T>,
): Promise<T> => {
  let result: T
  try {
    result = await work(resource)
  } catch (error) {
    await Promise.resolve(resource[Symbol.asyncDispose]()).catch(() => undefined)
    throw error
  }
  await resource[Symbol.asyncDispose]()
  return result
}
