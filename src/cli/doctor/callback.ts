import { explainCallback } from '../../callbacks/explain-callback.js'
import { verdictOf } from '../callback-verdict.js'
import { REFUSED } from '../exit-code.js'
import { type Check, fail, none, ok } from './check.js'

/** Which key signs callbacks, by one that came. */
export const callback: Check = {
  name: 'callback',
  look: async ({ received }) => {
    if (!received) return none('give --url, --signature and --body of one that came, to see which key signs')
    const explanation = await explainCallback(received.request, received.verify)
    const { found, advice } = verdictOf(explanation, received.names)
    return explanation.verified
      ? ok(found)
      : fail(found, advice.join(' ') || 'Look at it with `callbacks explain`.', REFUSED)
  },
}
