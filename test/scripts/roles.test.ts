import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { renderCalls } from '../../scripts/generate/calls.js'
import type { Document, Schema } from '../../scripts/generate/document.js'

type Properties = Record<string, Schema>

const documentOf = (version: string, change: (inbound: Properties, other: Properties) => void = () => {}): Document => {
  const document = JSON.parse(readFileSync(`generated/openapi/${version}.json`, 'utf8')) as Document
  const { CdrInRecord, CdrInRecordWithOneTime } = document.components.schemas
  change(CdrInRecord?.properties ?? {}, CdrInRecordWithOneTime?.properties ?? {})
  return document
}

const withRole = (property: Schema | undefined, role: string | undefined): void => {
  if (!property) throw new Error('no such property')
  if (role === undefined) delete property['x-role']
  else property['x-role'] = role
}

test.each<[string, string, Parameters<typeof documentOf>[1], RegExp]>([
  [
    'that is none',
    '2026-04-16',
    (inbound) => withRole(inbound['source'], 'origin'),
    /^spec\/2026-04-16.yaml: CdrInRecord.source has the x-role origin; there are start, answer, end, caller, did,/,
  ],
  [
    'at a column of another kind',
    '2026-04-16',
    (inbound) => withRole(inbound['source'], 'cost'),
    /CdrInRecord.source is a string, x-role cost needs a decimal$/,
  ],
  [
    'at two columns that cannot be added up',
    '2026-04-16',
    (inbound) => withRole(inbound['source_name'], 'caller'),
    /CdrInRecord has the x-role caller at source and source_name; only cost adds up$/,
  ],
  [
    'that another layout lacks',
    '2021-12-15',
    (_inbound, other) => withRole(other['response'], undefined),
    /CdrInRecordWithOneTime.response must have the x-role that it has in CdrInRecord$/,
  ],
])('a role %s stops generation', (_name, version, change, want) => {
  expect(() => renderCalls([documentOf(version, change)])).toThrow(want)
})

test('records with the same properties must have the same roles, because they cannot be told apart', () => {
  const [one, other] = [documentOf('2021-12-15'), documentOf('2022-05-10')]
  expect(renderCalls([one, other]).match(/^const is/gm)).toHaveLength(2)
  const changed = documentOf('2022-05-10', (inbound, older) => {
    for (const properties of [inbound, older]) withRole(properties['metered_channels_amount_usd'], undefined)
  })
  expect(() => renderCalls([one, changed])).toThrow(
    'cdr_in of 2021-12-15 and cdr_in of 2022-05-10 have the same properties, so x-role must be the same in both',
  )
})

test('a record without roles is not a call', () => {
  const silent = documentOf('2026-04-16', (inbound) => {
    for (const property of Object.values(inbound)) withRole(property, undefined)
  })
  expect(renderCalls([silent])).not.toContain("['cdr_in']")
})
