import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { CallbackVerificationError, signCallback, verifyCallback } from '../../src/callbacks/index.js'

const HEADER = 'x-didww-signature'

/** The normaliser once more, written for the tests: it cuts at places, where ours matches a pattern. */
const normalised = (text: string): string => {
  const cut = (whole: string, mark: string): [string, string] => {
    const at = whole.indexOf(mark)
    return at < 0 ? [whole, ''] : [whole.slice(0, at), whole.slice(at)]
  }
  const [beforeFragment, fragment] = cut(text, '#')
  const [beforeQuery, query] = cut(beforeFragment, '?')
  const scheme = ['http', 'https'].find((one) => beforeQuery.startsWith(`${one}://`))
  const behind = scheme === undefined ? beforeQuery : beforeQuery.slice(scheme.length + 3)
  const [authority, path] = cut(behind, '/')
  const at = authority.lastIndexOf('@') + 1
  const [userinfo, hostAndPort] = [authority.slice(0, at), authority.slice(at)]
  const endOfHost = hostAndPort.startsWith('[') ? hostAndPort.indexOf(']') + 1 : (hostAndPort + ':').indexOf(':')
  const host = hostAndPort.slice(0, endOfHost)
  const port = hostAndPort.slice(endOfHost + 1) || (scheme === 'https' ? '443' : '80')
  return `${scheme ?? 'http'}://${userinfo}${host}:${port}${path}${query}${fragment}`
}

const signatureOf = (url: string, parameters: Readonly<Record<string, string>>, secret: string): string => {
  const names = Object.keys(parameters).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const hmac = createHmac('sha1', secret).update(normalised(url))
  for (const name of names) hmac.update(name).update(parameters[name] ?? '')
  return hmac.digest('hex')
}

const text = (units: string, maxLength = 12) =>
  fc.string({ unit: fc.constantFrom(...Array.from(units), '%2F', '%c3%bc'), maxLength })
const letters = "abcXYZ019-._~!$'()*+,;="
const path = text(`${letters}:@/. ü`).map((one) => `/${one}`)
const optional = (arbitrary: fc.Arbitrary<string>, before: string, after = '') =>
  fc.option(arbitrary, { nil: undefined }).map((one) => (one === undefined ? '' : `${before}${one}${after}`))

/** URLs as people register them, and as they should not. */
const urls = fc
  .tuple(
    fc.constantFrom('http://', 'https://', ''),
    optional(text(`${letters}:`), '', '@'),
    fc.oneof(
      fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019-.ü')), minLength: 1, maxLength: 20 }),
      fc.ipV4(),
      fc.ipV6().map((one) => `[${one}]`),
    ),
    optional(fc.nat(65_535).map(String), ':'),
    fc.oneof(fc.constant(''), path),
    optional(text(`${letters}&&&:@/?`, 20), '?'),
    optional(text(`${letters}:@/?`), '#'),
  )
  .map((parts) => parts.join(''))

const payloads = fc.record({
  id: fc.uuid(),
  type: fc.constant('exports'),
  status: fc.constant('completed'),
  more: fc.string({ unit: 'binary', maxLength: 8 }),
})

const secrets = fc.string({ minLength: 1, maxLength: 40 }).filter((one) => one.trim() !== '')

interface Case {
  readonly url: string
  readonly parameters: Record<string, string>
  readonly secret: string
  readonly method: 'POST' | 'GET'
}

const cases: fc.Arbitrary<Case> = fc.record({
  url: urls,
  parameters: payloads,
  secret: secrets,
  method: fc.constantFrom('POST' as const, 'GET' as const),
})

/** What arrives, signed by the other implementation. */
const arriving = ({ url, parameters, secret, method }: Case) => {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
  const form = new URLSearchParams(sorted).toString()
  if (method === 'POST') {
    const headers = { [HEADER]: signatureOf(url, parameters, secret) }
    return { request: { method, url: '/', headers, body: form }, signed: url }
  }
  const [before = '', ...after] = url.split('#')
  const query = before.includes('?') ? before.slice(before.indexOf('?') + 1) : ''
  const own = query === '' ? `${before.replace(/\?$/, '')}?` : `${before}&`
  const signed = [own + form, ...after].join('#')
  const headers = { [HEADER]: signatureOf(signed, parameters, secret) }
  return { request: { method, url: `${own}${form}`, headers }, signed }
}

/** Runs so many cases through both implementations; throws with the smallest that differs. */
export const agree = (numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const { url, parameters, secret } = one
      const { request, signed } = arriving(one)
      const ours = await signCallback({ url: signed, parameters, secret })
      if (ours !== request.headers[HEADER]) throw new Error(`signed otherwise: ${normalised(signed)}`)
      const verified = await verifyCallback(request, { secrets: [secret], publicUrl: url })
      if (verified.more !== parameters['more']) throw new Error('the parameters differ')
    }),
    { numRuns },
  )

const flip = (whole: string, at: number): string => {
  const index = at % whole.length
  return whole.slice(0, index) + String.fromCharCode(whole.charCodeAt(index) ^ (1 << (at % 7))) + whole.slice(index + 1)
}

/** Changes one bit of the URL, a name, a value or the signature of so many callbacks, and counts what is accepted. */
export const countAccepted = async (numRuns: number): Promise<{ accepted: string[]; reasons: Set<string> }> => {
  const accepted: string[] = []
  const reasons = new Set<string>()
  // Without a path a URL has two forms, of which one bit can make the other.
  const withPath = cases.filter(({ url }) => /^[^/?#]+\/[^?#]/.test(url.replace(/^https?:\/\//, '')))
  const tampered = fc.tuple(withPath, fc.constantFrom('url', 'name', 'value', 'signature'), fc.nat(), fc.nat(2))
  // A signature in capitals is the same.
  const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
  for (const [one, target, at, which] of fc.sample(tampered, numRuns)) {
    const name = ['id', 'type', 'status'][which] ?? ''
    const { request } = arriving(one)
    const { [name]: value = '', ...others } = one.parameters
    const parameters =
      target === 'name'
        ? { ...others, [flip(name, at)]: value }
        : { ...one.parameters, ...(target === 'value' && { [name]: flip(value, at) }) }
    const headers = target === 'signature' ? { [HEADER]: flip(request.headers[HEADER], at) } : request.headers
    if (target === 'signature' && isSame(headers[HEADER], request.headers[HEADER])) continue
    const publicUrl = target === 'url' ? flip(one.url, at) : one.url
    const sent = { ...arriving({ ...one, parameters }).request, headers }
    try {
      await verifyCallback(sent, { secrets: [one.secret], publicUrl })
      accepted.push(JSON.stringify({ ...one, target, publicUrl, sent }))
    } catch (error) {
      if (!(error instanceof CallbackVerificationError)) throw error
      reasons.add(error.reason)
    }
  }
  return { accepted, reasons }
}
