/** Takes secrets out of a text that came from elsewhere. */
export type Redact = (text: string) => string

export const createRedact = (secrets: readonly string[]): Redact => {
  const known = secrets.filter((secret) => secret !== '').map((secret) => secret.replace(/[^\w]/g, '\\$&'))
  if (known.length === 0) return (text) => text
  const pattern = new RegExp(known.join('|'), 'gi')
  return (text) => text.replace(pattern, '***')
}
