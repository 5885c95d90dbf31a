import { expect, test } from 'vitest'
import { overlaps } from '../../src/pull/units/overlap.js'
import { unitOf } from '../../src/pull/units/unit-of.js'

const october = { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' }
const unit = (filters: object) =>
  unitOf('2026-11-19', 'default', { export_type: 'sms_out', filters: { ...october, ...filters } } as never)

test('lists in any order are the same unit, and so are one value and a list of it', () => {
  expect(unit({ 'sms_trunk.id': ['b', 'a', 'b'] }).key).toBe(unit({ 'sms_trunk.id': ['a', 'b'] }).key)
  expect(unit({ 'sms_trunk.id': ['a'] })).toEqual(unit({ 'sms_trunk.id': 'a' }))
  expect(unit({ 'sms_trunk.id': 'a' }).unit.filter).toEqual({ trunk: 'a' })
})

test.each<[string, object, object, boolean]>([
  ['different trunks', { 'sms_trunk.id': 'a' }, { 'sms_trunk.id': 'b' }, false],
  ['lists with a trunk in common', { 'sms_trunk.id': ['a', 'b'] }, { 'sms_trunk.id': ['b', 'c'] }, true],
  ['lists without', { 'sms_trunk.id': ['a', 'b'] }, { 'sms_trunk.id': ['c', 'd'] }, false],
  ['a service type in two letter cases', { service_type: 'a2p' }, { service_type: 'A2P' }, true],
  ['different exact addresses', { source_address_eq: '1' }, { source_address_eq: '2' }, false],
  ['addresses that contain one text and another', { source_address_cont: '1' }, { source_address_cont: '2' }, true],
])('%s: whether two units can contain the same message', (_name, one, other, wanted) => {
  expect(overlaps(unit(one).unit, unit(other).unit)).toBe(wanted)
})
