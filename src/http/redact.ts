/** Takes secrets, the queries of addresses, and phone numbers out of a text that came from elsewhere. */
export type Redact = (text: string) => string

/** The secrets of a client, those included that it learns later. */
interface Secrets {
  readonly redact: Redact
  /** Learns a secret. Of those that were learnt the last few are known. */
  readonly learn: (secret: string) => void
}

/** More tokens than can be good at the same time, and few enough for an expression. */
const LEARNT = 16

/** An address to its end, whatever is in it, so that no text is gone through twice. */
const ADDRESS = /\bhttps?:\/\/[^\s"'<>]*/gi

/** An address without what may be a secret: who asks, and the query, which may be what signs it. */
const bareAddress = (address: string): string =>
  address.replace(/^(https?:\/\/)[^/?#]*@/i, '$1***@').replace(/^([^?#]*)\?.*$/s, '$1?***')

/** A number that can be a phone number, and not a part of an id, an address, a time or an amount. */
const PHONE_NUMBER = /(?<![\w.:/-])\+?\d{5,13}(\d{2})(?![\w:/-]|\.\d)/g

const redactOf = (secrets: readonly string[]): Redact => {
  const known = secrets.filter((secret) => secret !== '').map((secret) => secret.replace(/[^\w]/g, '\\$&'))
  const pattern = known.length === 0 ? undefined : new RegExp(known.join('|'), 'gi')
  return (text) => {
    const safe = pattern ? text.replace(pattern, '***') : text
    return safe.replace(ADDRESS, bareAddress).replace(PHONE_NUMBER, '***$1')
  }
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
