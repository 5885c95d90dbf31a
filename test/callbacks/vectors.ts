/** The published vectors, and three derived by the same rule. */
export const SECRET = 'SOMEAPIKEY'
export const ID = '33bdfff7-4de3-4c58-8c90-b99930fb984a'
const FILE = 'https://api.didww.com/v3/exports/baf6d4cf-e6e8-4920-b15f-b2abc6cb4a7d.csv.gz'

const ORDER = { id: '1dd7a68b-e235-402b-8912-fe73ee14243a', status: 'completed', type: 'orders' }
const EXPORT = { id: ID, status: 'completed', type: 'exports' }
const ADDRESS = {
  status: 'approved',
  id: '7ae7c48f-d48a-499f-9dc1-c9217014b457',
  type: 'address_verifications',
  reject_reason: '',
}

export interface Vector {
  /** As it is registered. */
  readonly url: string
  /** By GET: what is called. */
  readonly called?: string
  readonly normalised: string
  readonly parameters: Readonly<Record<string, string>>
  readonly secret?: string
  readonly signature: string
}

export const VECTORS: readonly Vector[] = [
  {
    url: 'http://foo.com/bar',
    normalised: 'http://foo.com:80/bar',
    parameters: ORDER,
    signature: '4d1ce2be656d20d064183bec2ab98a2ff3981f73',
  },
  {
    url: 'http://foo.com:80/bar',
    normalised: 'http://foo.com:80/bar',
    parameters: ORDER,
    signature: '4d1ce2be656d20d064183bec2ab98a2ff3981f73',
  },
  {
    url: 'https://foo.com/bar?qwe=asd',
    normalised: 'https://foo.com:443/bar?qwe=asd',
    parameters: ORDER,
    signature: '4a0e98ddf286acadd1d5be1b0ed85a4e541c3137',
  },
  {
    url: 'http://[::1]:9090/bar',
    normalised: 'http://[::1]:9090/bar',
    parameters: ORDER,
    signature: 'ebec110ec5debd0e0fd086ff2f02e48ca665b543',
  },
  {
    url: 'https://mycompany.com/didww_callbacks?opaque=123',
    normalised: 'https://mycompany.com:443/didww_callbacks?opaque=123',
    parameters: { ...ORDER, id: 'bf2cee72-6caa-4ae2-917e-bea01945691e' },
    secret: 'szrdgh6547umt7tht7xbqhj6g9gdbyp7',
    signature: '30f66e9d72eb5e193051fd02952f70d8e934b4ff',
  },
  {
    url: 'http://example.com/callback.php',
    called:
      'http://example.com/callback.php?id=7ae7c48f-d48a-499f-9dc1-c9217014b457&reject_reason=&status=approved&type=address_verifications',
    normalised:
      'http://example.com:80/callback.php?id=7ae7c48f-d48a-499f-9dc1-c9217014b457&reject_reason=&status=approved&type=address_verifications',
    parameters: ADDRESS,
    signature: '18050028b6b22d0ed516706fba1c1af8d6a8f9d5',
  },
  {
    url: 'https://example.com/cb?opaque=1',
    normalised: 'https://example.com:443/cb?opaque=1',
    parameters: { ...EXPORT, url: FILE },
    signature: '01d7056a03db8ddfebe5e4592f9a8431acca4088',
  },
  {
    url: 'https://example.com/cb?opaque=1',
    normalised: 'https://example.com:443/cb?opaque=1',
    parameters: EXPORT,
    signature: '93130039b80f428c138a4f57d8865a4ad8d7fcb9',
  },
  {
    url: 'https://example.com/cb',
    called: `https://example.com/cb?id=${ID}&status=completed&type=exports`,
    normalised: `https://example.com:443/cb?id=${ID}&status=completed&type=exports`,
    parameters: EXPORT,
    signature: 'f3923cd10558612a6cf59781f6861f62726c0ffb',
  },
]
