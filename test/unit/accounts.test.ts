import { afterEach, expect, test, vi } from 'vitest'
import { accountsFrom, clientFor, sharedLimiters } from '../../src/pull/index.js'
import { createSandbox } from '../../src/sandbox/index.js'

afterEach(() => void vi.unstubAllEnvs())

const codeOf = (value: unknown): { code?: string; message?: string; text: string } => {
  try {
    accountsFrom(value)
    return { text: '' }
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return { code, message, text: JSON.stringify(error) + message }
  }
}

test('a configuration contains names of variables', () => {
  const accounts = accountsFrom({ accounts: { acme: { apiKeyEnv: 'ACME_KEY', apiVersion: '2026-04-16' } } })
  expect(accounts.list).toEqual([{ name: 'acme', apiKeyEnv: 'ACME_KEY', apiVersion: '2026-04-16' }])
  expect(() => accounts.of('other')).toThrow(/no account other/)
})

const KEY = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6'
test.each([
  ['a key for a variable', { acme: { apiKeyEnv: KEY } }],
  ['a key in capitals', { acme: { apiKeyEnv: KEY.toUpperCase() } }],
  ['a member for a key', { acme: { apiKey: KEY } }],
  ['no variable', { acme: {} }],
  ['an unknown version', { acme: { apiKeyEnv: 'ACME_KEY', apiVersion: '1999-01-01' } }],
  ['a list', []],
])('%s is refused, and its text is not shown', (_name, accounts) => {
  const { code, text } = codeOf({ accounts })
  expect(code).toBe('invalid_accounts')
  expect(text.toLowerCase()).not.toContain(KEY.slice(0, 12))
})

test('accounts of one key share a limiter, whatever their names; the key comes from the environment', async () => {
  const sandbox = createSandbox({ now: '2026-11-20T12:00:00Z' })
  vi.stubEnv('ACME_KEY', sandbox.apiKey)
  vi.stubEnv('SAME_KEY', sandbox.apiKey)
  vi.stubEnv('OTHER_KEY', 'another')
  const ids: string[] = []
  const shared = sharedLimiters({ clock: sandbox.clock })
  const limiterFor = (id: string) => {
    ids.push(id)
    return shared(id)
  }
  const options = { limiterFor, fetch: sandbox.fetch, clock: sandbox.clock, baseUrl: sandbox.url }
  const accounts = accountsFrom({
    accounts: { a: { apiKeyEnv: 'ACME_KEY' }, b: { apiKeyEnv: 'SAME_KEY' }, c: { apiKeyEnv: 'OTHER_KEY' } },
  })
  const [a, b] = accounts.list.map((account) => clientFor(account, options))
  expect(ids[0]).toBe(ids[1])
  expect(ids[2]).not.toBe(ids[0])
  expect(ids.join()).not.toContain(sandbox.apiKey)
  // Forty requests at 18 a second take two seconds of the sandbox, also when two clients make them.
  const before = sandbox.clock.now()
  await Promise.all(Array.from({ length: 20 }, () => Promise.all([a?.list(), b?.list()])))
  expect(sandbox.clock.now() - before).toBeGreaterThan(2000)
  expect(() => clientFor({ name: 'd', apiKeyEnv: 'NOT_SET' })).toThrow(/NOT_SET/)
})
