import { expect, test } from 'vitest'
import {
  type ApiVersion,
  asCall,
  type CallRecord,
  columnsOf,
  decodeRecords,
  RecordFormatError,
} from '../../src/index.js'
import { addDecimals } from '../../src/records/as-call.js'
import { fileOf, HEADER, readInbound, rowWith, stream } from '../fixtures/records/read.js'

const NOTHING = {
  start: null,
  answer: null,
  end: null,
  caller: null,
  did: null,
  destination: null,
  duration: null,
  billed_duration: null,
  disconnect_code: null,
  disconnect_reason: null,
  initiator: null,
  trunk: null,
  country: null,
  cost: null,
  call_id: null,
}

/** The record that a row makes of a file with the columns of a version. */
const recordOf = async (apiVersion: ApiVersion, exportType: 'cdr_in' | 'cdr_out', row: string): Promise<CallRecord> => {
  const header = columnsOf(apiVersion, exportType).map(({ column }) => column)
  const records = decodeRecords(stream([fileOf(header.join(), row)]), { apiVersion, exportType })
  for await (const one of records) return one as CallRecord
  throw new Error('no record')
}

const INBOUND =
  '2026-03-01 01:11:42,2026-03-01 01:11:43,2026-03-01 01:12:40,Completed,4,John Smith,97286259404,57,1,200,Bye,Origination,SIP Trunk,sip:test@example.com,Trunk Group A,Shared Cap A,0.000,0.003,0.000,0.000,0.003,abc123'
const OUTBOUND =
  '2026-03-01 10:00:00,2026-03-01 10:00:01,2026-03-01 10:01:00,Completed,447700900000,447700900001,97286259404,59,60,200,Normal call clearing,Voice OUT Trunk,United Kingdom,BT,International,0.010,0.010,,call-id-abc'
const inbound = (): Promise<CallRecord> => recordOf('2026-04-16', 'cdr_in', INBOUND)

test('the published inbound call', async () => {
  expect(asCall(await inbound())).toStrictEqual({
    ...NOTHING,
    start: '2026-03-01T01:11:42Z',
    answer: '2026-03-01T01:11:43Z',
    end: '2026-03-01T01:12:40Z',
    caller: '4',
    did: '97286259404',
    destination: 'sip:test@example.com',
    duration: 57,
    disconnect_code: '200',
    disconnect_reason: 'Bye',
    initiator: 'Origination',
    trunk: 'SIP Trunk',
    cost: '0.003',
    call_id: 'abc123',
  })
})

test('an outbound call: the caller is its source, whatever number it shows', async () => {
  expect(asCall(await recordOf('2026-04-16', 'cdr_out', OUTBOUND))).toStrictEqual({
    ...NOTHING,
    start: '2026-03-01T10:00:00Z',
    answer: '2026-03-01T10:00:01Z',
    end: '2026-03-01T10:01:00Z',
    caller: '447700900000',
    destination: '97286259404',
    duration: 59,
    billed_duration: 60,
    disconnect_code: '200',
    disconnect_reason: 'Normal call clearing',
    trunk: 'Voice OUT Trunk',
    country: 'United Kingdom',
    cost: '0.010',
    call_id: 'call-id-abc',
  })
})

test('an inbound call of an old version: its charges are added up', async () => {
  const amounts = { 'TollFree Amount (USD)': '0.86', 'Termination Amount (USD)': '0.240' }
  const { records } = await readInbound([fileOf(HEADER, rowWith(amounts))])
  expect(records.map(asCall)).toStrictEqual([
    {
      ...NOTHING,
      start: '2018-12-06T05:20:58Z',
      caller: '4',
      did: '972397239159652',
      destination: 'sip:972397239159652@didww.com',
      duration: 0,
      disconnect_code: '408',
      disconnect_reason: 'SIP transaction timeout',
      initiator: 'Destination',
      cost: '1.100',
    },
  ])
  const { records: older } = await readInbound([
    fileOf(HEADER.replace(/Start \(UTC\),.*End /, ''), rowWith({}).replace('58,,,', '58,')),
  ])
  expect(older.map(asCall)).toMatchObject([{ start: '2018-12-06T05:20:58Z', end: null, cost: '0.000' }])
})

test('an empty or unreadable charge makes the cost null', async () => {
  const { records } = await readInbound([fileOf(HEADER, rowWith({ 'Termination Amount (USD)': '' }))])
  expect(records.map((one) => asCall(one).cost)).toEqual([null])
  const damaged = [fileOf(HEADER, rowWith({ 'Termination Amount (USD)': '0,24x' }).replace('0,24x', '0.24x'))]
  const read = await readInbound(damaged, { strict: false })
  expect(read.records.map((one) => asCall(one).cost)).toEqual([null])
})

test('an outbound call of an old version has its two times, the rest is not documented', async () => {
  const row = `2021-12-12 10:00:00,2021-12-12 10:00:02,447700900000${','.repeat(11)}`
  expect(asCall(await recordOf('2021-12-15', 'cdr_out', row))).toStrictEqual({
    ...NOTHING,
    start: '2021-12-12T10:00:00Z',
    answer: '2021-12-12T10:00:02Z',
  })
})

test('of the latest inbound calls only the known columns have values', async () => {
  const row =
    '2026-11-01 10:00:00,2026-11-01 10:00:02,2026-11-01 10:01:00,Completed,447700900000,447700900001,Jo,GB,BT,97286259404'
  expect(asCall(await recordOf('2026-11-19', 'cdr_in', row))).toStrictEqual({
    ...NOTHING,
    start: '2026-11-01T10:00:00Z',
    answer: '2026-11-01T10:00:02Z',
    end: '2026-11-01T10:01:00Z',
    caller: '447700900000',
    did: '97286259404',
  })
})

test('a record without known columns is not a call', async () => {
  const file = stream([fileOf('Source,Total (USD)', '4,0.003')])
  for await (const one of decodeRecords(file, { apiVersion: '2026-11-19', exportType: 'cdr_out' })) {
    expect(() => asCall(one as CallRecord)).toThrow('it has none of the properties that are known')
  }
  expect.assertions(1)
})

test('a record is recognised by its properties: in any order, with others, after JSON', async () => {
  const record = await inbound()
  const others = { ...record, other: { New: '1' }, account: 'a', customer: null }
  const reversed = Object.fromEntries(Object.entries(others).reverse()) as unknown as CallRecord
  for (const one of [others, reversed, JSON.parse(JSON.stringify(others)) as CallRecord]) {
    expect(asCall(one)).toStrictEqual(asCall(record))
  }
})

test('every property is needed', async () => {
  for (const record of [
    await inbound(),
    await recordOf('2026-04-16', 'cdr_out', OUTBOUND),
    await recordOf('2021-12-15', 'cdr_in', rowWith({})),
  ]) {
    for (const property of Object.keys(record)) {
      const less = Object.fromEntries(Object.entries(record).filter(([name]) => name !== property))
      expect(() => asCall(less as unknown as CallRecord)).toThrow(new RegExp(` lacks ${property}$`))
    }
  }
})

test.each([
  ['null', null],
  ['undefined', undefined],
  ['a text', 'call'],
  ['nothing', {}],
  ['a list', [1]],
  ['a call itself', NOTHING],
])('%s is not a record', (_name, given) => {
  const attempt = () => asCall(given as unknown as CallRecord)
  expect(attempt).toThrow(RecordFormatError)
  expect(attempt).toThrow(/it has none of the properties that are known|it lacks/)
})

test('the error says which properties are missing, and shows no value', () => {
  const given = { date_time_start_utc: '2026', source: 'secret', cli: '1' } as unknown as CallRecord
  expect(() => asCall(given)).toThrow(
    expect.objectContaining({ code: 'unknown_record', message: expect.not.stringContaining('secret') as unknown }),
  )
})

test.each([
  [['0.860', '0.24', '0.330'], '1.430'],
  [['0.1', '0.2'], '0.3'],
  [['0.000', '0.000', '0.000'], '0.000'],
  [['0', '0', '0'], '0'],
  [['12', '0.5'], '12.5'],
  [['-0.25', '0.125'], '-0.125'],
  [['-1', '1.00'], '0.00'],
  [['-0.000'], '0.000'],
  [['90071992547409.93', '0.001'], '90071992547409.931'],
  [['123456789012345678901234567890.1', '0.9'], '123456789012345678901234567891.0'],
  [['1', null], null],
])('%j add up to %s', (amounts, want) => {
  expect(addDecimals(amounts)).toBe(want)
})
