/** Tokens a client has for retries, what one costs, and what a success gives back. */
const CAPACITY = 100
const COST = 5
const REFUND = 1

/**
 * Keeps an outage from being amplified: a client that mostly fails soon stops repeating. A full budget
 * is good for 20 retries; each success gives back a fifth of one.
 */
export interface RetryBudget {
  /** Takes what a retry costs; false when there is not enough left. */
  readonly spend: () => boolean
  readonly refund: () => void
}

export const createRetryBudget = (): RetryBudget => {
  let tokens = CAPACITY
  return {
    spend: () => {
      if (tokens < COST) return false
      tokens -= COST
      return true
    },
    refund: () => {
      tokens = Math.min(CAPACITY, tokens + REFUND)
    },
  }
}
