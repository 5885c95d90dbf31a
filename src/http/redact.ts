/** Takes secrets, the queries of addresses, and phone numbers out of a text that came from elsewhere. */
export type Redact = (text: string) => string

/** The secrets of a client, those included that it learns later. */
export interface Secrets {
  readonly redact: Redact
  /** Learns a secret. Of those that were learnt the last few are known. */
  readonly learn: (secret: string) => void
}

/** More tokens than can be good at the same time, and few enough for an expression. */
const LEARNT = 8

/** The query of an address: it may be what signs it. */
const QUERY = /(\bhttps?:\/\/[^\s?#"'<>]*)\?[^\s"'<>]*/gi

/** A number that can be a phone number, and not a part of an id, an address, a time or an amount. */
const PHONE_NUMBER = /(?<![\w.:/-])\+?\d{5,13}(\d{2})(?![\w:/-]|\.\d)/g

const redactOf = (secrets: readonly string[]): Redact => {
  const known = secrets.filter((secret) => secret !== '').map((secret) => secret.replace(/[^\w]/g, '\\$&'))
  const pattern = known.length === 0 ? undefined : new RegExp(known.join('|'), 'gi')
  return (text) => {
    const safe = pattern ? text.replace(pattern, '***') : text
    return safe.replace(QUERY, '$1?***').replace(PHONE_NUMBER, '***$1')
  }
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
