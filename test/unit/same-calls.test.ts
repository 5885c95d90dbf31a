import { afterAll, expect, test } from 'vitest'
import { columns, layouts } from '../../generated/columns.js'
import { type ApiVersion, apiVersions } from '../../generated/versions.js'
import { attributesFor } from '../../src/client/create-attributes.js'
import { createAnyClient } from '../../src/create-exports-client.js'
import { asCall, type Call, type CallRecord } from '../../src/index.js'
import { parsePeriod } from '../../src/periods/period.js'
import { createSandbox } from '../../src/sandbox/index.js'

const sandbox = createSandbox({ seed: 11, now: '2026-11-20T12:00:00Z', rows: 400 })
const period = parsePeriod('2026-10')
const trunk = sandbox.trunks[0]?.id ?? ''

/** The layouts of the files here, and what none of their columns is known to say. */
const LACKING: Record<string, (keyof Call)[]> = {
  'cdr_in, 15 columns': ['billed_duration', 'trunk', 'country', 'call_id'],
  'cdr_in, 22 columns': ['billed_duration', 'country'],
  'cdr_in, 10 columns known': [
    ...(['destination', 'duration', 'billed_duration', 'disconnect_code', 'disconnect_reason'] as const),
    ...(['initiator', 'trunk', 'country', 'cost', 'call_id'] as const),
  ],
  'cdr_out, known in part': [
    ...(['end', 'caller', 'did', 'destination', 'duration', 'billed_duration', 'disconnect_code'] as const),
    ...(['disconnect_reason', 'initiator', 'trunk', 'country', 'cost', 'call_id'] as const),
  ],
  'cdr_out, 19 columns': ['did', 'initiator'],
}

type Type = 'cdr_in' | 'cdr_out'

const monthOf = async (apiVersion: ApiVersion, type: Type): Promise<CallRecord[]> => {
  const baseUrl = await sandbox.listen()
  const { apiKey, authUrl, clock } = sandbox
  const didww = createAnyClient({ apiVersion, apiKey, authUrl, clock, baseUrl })
  const attributes = attributesFor(apiVersion, type, { period, ...(type === 'cdr_out' && { trunk }) })
  const records: CallRecord[] = []
  for await (const record of didww.pull(attributes)) records.push(record as CallRecord)
  return records
}

/** The versions that know a column of the type. */
const versionsOf = (type: Type): ApiVersion[] => apiVersions.filter((version) => columns[version][type].length > 0)

/** The roles that no call has. */
const lackingIn = (calls: readonly Call[]): (keyof Call)[] =>
  (Object.keys(calls[0] ?? {}) as (keyof Call)[]).filter((role) => calls.every((call) => call[role] === null))

const without = (calls: readonly Call[], roles: ReadonlySet<keyof Call>): unknown[] =>
  calls.map((call) => Object.entries(call).filter(([role]) => !roles.has(role as keyof Call)))

afterAll(() => sandbox.close())

test.each(['cdr_in', 'cdr_out'] as const)('a month of %s gives the same calls under every version', async (type) => {
  const months = await Promise.all(
    versionsOf(type).map(async (version) => {
      const calls = (await monthOf(version, type)).map(asCall)
      return { layout: `${type}, ${layouts[version][type][0]?.name ?? ''}`, calls, lacking: lackingIn(calls) }
    }),
  )
  for (const { layout, lacking } of months)
    if (LACKING[layout]) expect([layout, lacking]).toEqual([layout, LACKING[layout]])
  for (const one of months) {
    expect(one.calls.length).toBeGreaterThan(50)
    for (const other of months) {
      const open = new Set([...one.lacking, ...other.lacking])
      expect(open.has('start')).toBe(false)
      expect(without(other.calls, open)).toEqual(without(one.calls, open))
    }
  }
  const said = versionsOf(type).map((version, at) => `${version} without ${months[at]?.lacking.join(' ') ?? ''}`)
  console.log(`${type}: ${months[0]?.calls.length ?? 0} calls, the same under ${said.join('; ')}`)
})

const withTotal = versionsOf('cdr_in').filter((version) => layouts[version].cdr_in[0]?.known === 'whole')

test.each(withTotal)('the total of a call is the sum of its charges, under %s', async (version) => {
  const totals = new Set<string>()
  for (const record of await monthOf(version, 'cdr_in')) {
    const { cost } = asCall(record)
    const charges = Object.entries(record as object as Record<string, string>).filter(
      ([name]) => /_usd$/.test(name) && name !== 'total_usd',
    )
    const sum = charges.reduce((units, [, amount]) => units + Number(amount.replace('.', '')), 0)
    expect(Number(cost?.replace('.', ''))).toBe(sum)
    totals.add(cost ?? '')
  }
  expect(totals.size).toBeGreaterThan(10)
})
