import { type Redact, withoutPersonalData } from '../errors/foreign-error.js'

/** The secrets of a client, including those it learns later. */
interface Secrets {
  readonly redact: Redact
  /** Learns a secret; only the last few are remembered. */
  readonly learn: (secret: string) => void
}

/** More tokens than can be valid at once, few enough for one regular expression. */
const LEARNT = 16

const redactOf = (secrets: readonly string[]): Redact => {
  const known = secrets.filter((secret) => secret !== '').map((secret) => secret.replace(/[^\w]/g, '\\$&'))
  const pattern = known.length === 0 ? undefined : new RegExp(known.join('|'), 'gi')
  return (text) => withoutPersonalData(pattern ? text.replace(pattern, '***') : text)
}

export const createSecrets = (secrets: readonly string[]): Secrets => {
  let redact = redactOf(secrets)
  let learnt: string[] = []
  return {
    redact: (text) => redact(text),
    learn: (secret) => {
      if (learnt.includes(secret)) return
      learnt = [...learnt, secret].slice(-LEARNT)
      redact = redactOf([...secrets, ...learnt])
    },
  }
}
