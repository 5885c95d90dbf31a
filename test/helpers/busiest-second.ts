/** The most of these times, in milliseconds and in order, that lie within any second. */
export const busiestSecond = (at: readonly number[]): number => {
  let [most, from] = [0, 0]
  for (const [to, time] of at.entries()) {
    while (time - (at[from] ?? 0) >= 1000) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}
