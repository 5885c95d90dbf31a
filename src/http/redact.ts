/** Removes secrets, query strings and phone numbers from a text of unknown origin. */
export type Redact = (text: string) => string

/** The secrets of a client, including those it learns later. */
interface Secrets {
  readonly redact: Redact
  /** Learns a secret; only the last few are remembered. */
  readonly learn: (secret: string) => void
}

/** More tokens than can be valid at once, few enough for one regular expression. */
const LEARNT = 16

/** A whole address, so that no text is scanned twice. */
const ADDRESS = /\bhttps?:\/\/[^\s"'<>]*/gi

/** An address without user, password and query, which may be secret. */
const bareAddress = (address: string): string =>
  address.replace(/^(https?:\/\/)[^/?#]*@/i, '$1***@').replace(/^([^?#]*)\?.*$/s, '$1?***')

/** A number that looks like a phone number and is not part of an id, address, time or amount. */
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
