/** Takes secrets out of a text that came from elsewhere. */
export type Redact = (text: string) => string

export const createRedact = (secrets: readonly string[]): Redact => {
  const known = secrets.filter((secret) => secret !== '')
  return (text) => known.reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
}
