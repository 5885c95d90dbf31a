/** Allows so many requests in any second, as it slides. A refused request does not count. */
export const createRateLimit = (limit: number): ((now: number) => boolean) => {
  let allowed: number[] = []
  return (now) => {
    if (limit === Infinity) return true
    allowed = allowed.filter((at) => now - at < 1000)
    if (allowed.length >= limit) return false
    allowed.push(now)
    return true
  }
}
