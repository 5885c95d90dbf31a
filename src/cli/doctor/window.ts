import { timeLimits } from '../../../generated/facts.js'
import { closesAt, opensAt } from '../../periods/window.js'
import { type Check, ok } from './check.js'
import { inWords } from './span.js'

/** How far back calls go, and how long files are kept. */
export const window: Check = {
  name: 'window',
  look: async ({ clock, newest, completed }) => {
    const now = clock.now()
    const { client } = await newest()
    const from = opensAt(client.apiVersion, now)
    const leaves = closesAt({ from, to: from }, client.apiVersion)
    const [since, month] = [10, 7].map((length) => new Date(from).toISOString().slice(0, length))
    const calls = `calls since ${since ?? ''}, ${inWords(now - from)} ago; those of ${month ?? ''} go in ${inWords(leaves - now)}`
    const { months } = timeLimits[client.apiVersion].retention
    const created = new Date(String((await completed())?.created_at))
    const left = created.setUTCMonth(created.getUTCMonth() + months) - now
    const remaining = Number.isNaN(left) || left < 0 ? '' : `, the newest one for about ${inWords(left)} more`
    return ok(`${calls}; files are kept for ${months} month${months === 1 ? '' : 's'}${remaining}`)
  },
}
