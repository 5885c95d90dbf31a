/** Takes secrets out of a text that came from elsewhere. */
export type Redact = (text: string) => string

/** The secrets of a client, those included that it learns later. */
export interface Secrets {
  readonly redact: Redact
  /** Learns a secret. Of those that were learnt the last few are known. */
  readonly learn: (secret: string) => void
}

/** More tokens than can be good at the same time, and few enough for an expression. */
const LEARNT = 8

const redactOf = (secrets: readonly string[]): Redact => {
  const known = secrets.filter((secret) => secret !== '').map((secret) => secret.replace(/[^\w]/g, '\\$&'))
  if (known.length === 0) return (text) => text
  const pattern = new RegExp(known.join('|'), 'gi')
  return (text) => text.replace(pattern, '***')
}

export const createSecrets = (secrets: readonly string[]): Secrets => {
  let redact = redactOf(secrets)
  let learnt: string[] = []
  return {
    redact: (text) => redact(text),
    learn: (secret) => {
      learnt = [...learnt, secret].slice(-LEARNT)
      redact = redactOf([...secrets, ...learnt])
    },
  }
}
