/** Takes secrets, the queries of addresses, and phone numbers out of a text that came from elsewhere. */
export type Redact = (text: string) => string

/** The query of an address: it may be what signs it. */
const QUERY = /(\bhttps?:\/\/[^\s?#"'<>]*)\?[^\s"'<>]*/gi

/** A number that can be a phone number, and not a part of an id, an address, a time or an amount. */
const PHONE_NUMBER = /(?<![\w.:/-])\+?\d{5,13}(\d{2})(?![\w:/-]|\.\d)/g

export const createRedact = (secrets: readonly string[]): Redact => {
  const known = secrets.filter((secret) => secret !== '').map((secret) => secret.replace(/[^\w]/g, '\\$&'))
  const pattern = known.length === 0 ? undefined : new RegExp(known.join('|'), 'gi')
  return (text) => {
    const safe = pattern ? text.replace(pattern, '***') : text
    return safe.replace(QUERY, '$1?***').replace(PHONE_NUMBER, '***$1')
  }
}
