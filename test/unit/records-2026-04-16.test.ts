import { expect, test } from 'vitest'
import { columnsOf, decodeRecords, type ExportRecord } from '../../src/index.js'

/** The samples of the provider's Postman collection for 2026-04-16, as published. */
const INBOUND = `Date/Time Start (UTC),Date/Time Connect (UTC),Date/Time End (UTC),Status,Source,Source Name,Destination DID,Duration (sec),Attempt,Disconnect Code,Response,Disconnect Initiator,Voice IN Trunk,Destination,Trunk Group,Capacity Group,Toll-free (USD),PSTN (USD),Metered (USD),CNAM IN (USD),Total (USD),Call ID
2026-03-01 01:11:42,2026-03-01 01:11:43,2026-03-01 01:12:40,Completed,4,John Smith,97286259404,57,1,200,Bye,Origination,SIP Trunk,sip:test@example.com,Trunk Group A,Shared Cap A,0.000,0.003,0.000,0.000,0.003,abc123
2026-03-02 08:50:47,2026-03-02 08:50:48,2026-03-02 08:51:42,Completed,"","",97286259413,54,1,200,Bye,Origination,SIP Trunk,iax:324@34234234,Trunk Group B,,0.000,0.003,0.000,0.000,0.003,def456
2026-03-03 14:23:25,"","",Failed,4,"",97286259407,0,1,404,Not Found,Origination,SIP Trunk,sip:fail@example.com,Trunk Group A,,0.000,0.000,0.000,0.000,0.000,
`
const OUTBOUND = `Date/Time Start (UTC),Date/Time Connect (UTC),Date/Time End (UTC),Status,Source,CLI,Destination Number,Call Duration (sec),Billing Duration (sec),Disconnect Code,Disconnect Reason,Voice OUT Trunk,Destination Country,Network,Call Type,Rate (USD),Charged (USD),P-Charge-Info,Call ID
2026-03-01 10:00:00,2026-03-01 10:00:01,2026-03-01 10:01:00,Completed,447700900000,447700900000,97286259404,59,60,200,Normal call clearing,Voice OUT Trunk,United Kingdom,BT,International,0.010,0.010,,call-id-abc
2026-03-02 11:30:00,2026-03-02 11:30:02,2026-03-02 11:31:02,Completed,14155550100,14155550100,97286259413,60,60,200,Normal call clearing,Voice OUT Trunk,United States,AT&T,International,0.012,0.012,,call-id-def
"2026-03-03 09:15:00","","","Failed","49301234567",,"","0",,"486","Busy here","Voice OUT Trunk",,,"International",,"0",,call-id-ghi
`

const read = async <T extends 'cdr_in' | 'cdr_out'>(
  text: string,
  exportType: T,
): Promise<ExportRecord<'2026-04-16', T>[]> => {
  const records: ExportRecord<'2026-04-16', T>[] = []
  const source = new Blob([text]).stream()
  for await (const one of decodeRecords(source, { apiVersion: '2026-04-16', exportType })) records.push(one)
  return records
}

test.each([
  ['cdr_in', INBOUND, 22],
  ['cdr_out', OUTBOUND, 19],
] as const)('%s has the columns of the published header, in its order', (type, sample, count) => {
  const header = sample.split('\n')[0]?.split(',')
  expect(header).toHaveLength(count)
  expect(columnsOf('2026-04-16', type).map(({ column }) => column)).toEqual(header)
})

test('the published inbound calls, typed', async () => {
  const [answered, anonymous, failed] = await read(INBOUND, 'cdr_in')
  expect(answered).toEqual({
    date_time_start_utc: '2026-03-01T01:11:42Z',
    date_time_connect_utc: '2026-03-01T01:11:43Z',
    date_time_end_utc: '2026-03-01T01:12:40Z',
    status: 'Completed',
    source: '4',
    source_name: 'John Smith',
    destination_did: '97286259404',
    duration_sec: 57,
    attempt: 1,
    disconnect_code: '200',
    response: 'Bye',
    disconnect_initiator: 'Origination',
    voice_in_trunk: 'SIP Trunk',
    destination: 'sip:test@example.com',
    trunk_group: 'Trunk Group A',
    capacity_group: 'Shared Cap A',
    toll_free_usd: '0.000',
    pstn_usd: '0.003',
    metered_usd: '0.000',
    cnam_in_usd: '0.000',
    total_usd: '0.003',
    call_id: 'abc123',
  })
  expect(anonymous).toMatchObject({ source: null, source_name: null, capacity_group: null, duration_sec: 54 })
  expect(failed).toMatchObject({ date_time_connect_utc: null, status: 'Failed', duration_sec: 0, call_id: null })
})

test('the published outbound calls, typed, including the quoted row with bare empty cells', async () => {
  const [first, second, third] = await read(OUTBOUND, 'cdr_out')
  expect(first).toMatchObject({
    cli: '447700900000',
    call_duration_sec: 59,
    billing_duration_sec: 60,
    rate_usd: '0.010',
  })
  expect(second).toMatchObject({ network: 'AT&T', destination_country: 'United States', p_charge_info: null })
  expect(third).toMatchObject({
    date_time_connect_utc: null,
    cli: null,
    call_duration_sec: 0,
    billing_duration_sec: null,
    rate_usd: null,
    charged_usd: '0',
    call_id: 'call-id-ghi',
  })
})
