import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { columnsOf, decodeRecords, type ExportType } from '../../src/index.js'

const VERSION = '2026-11-19'
const KNOWN = `Date/Time Start (UTC),Date/Time Connect (UTC),Date/Time End (UTC),Status,Source Number,Source Number Out,Source Name,Source Country,Source Network,Destination DID`
const VALUES = '2026-10-01 01:11:42,2026-10-01 01:11:43,"",Completed,44,0044,John Smith,United Kingdom,BT,97286259404'
const decode = async (text: string, exportType: ExportType<typeof VERSION>, strict = true): Promise<unknown[]> => {
  const source = Readable.from([Buffer.from(text)])
  const records: unknown[] = []
  for await (const one of decodeRecords(source, { apiVersion: VERSION, exportType, strict })) records.push(one)
  return records
}

test('the first ten columns of inbound calls are typed, the others kept under their own names', async () => {
  expect(columnsOf(VERSION, 'cdr_in').map(({ column }) => column)).toEqual(KNOWN.split(','))
  const [call] = await decode(`${KNOWN},Duration (sec),What\n${VALUES},57,\n`, 'cdr_in')
  expect(call).toEqual({
    date_time_start_utc: '2026-10-01T01:11:42Z',
    date_time_connect_utc: '2026-10-01T01:11:43Z',
    date_time_end_utc: null,
    status: 'Completed',
    source_number: '44',
    source_number_out: '0044',
    source_name: 'John Smith',
    source_country: 'United Kingdom',
    source_network: 'BT',
    destination_did: '97286259404',
    other: { 'Duration (sec)': '57', What: null },
  })
})

test('columns are found by name, whatever their order', async () => {
  const turned = (line: string): string => line.split(',').reverse().join(',')
  const [call] = await decode(`X,${turned(KNOWN)}\n1,${turned(VALUES)}\n`, 'cdr_in')
  expect(call).toMatchObject({ date_time_start_utc: '2026-10-01T01:11:42Z', destination_did: '97286259404' })
})

test.each(['cdr_out', 'sms_in', 'sms_out'] as const)('%s: every column is text under other', async (type) => {
  expect(columnsOf(VERSION, type)).toEqual([])
  const rows = await decode('Time Received (UTC),Fragments,Text\n2026-10-01 01:11:42,1/2,"a, ""b"""\n"",,\n', type)
  expect(rows).toEqual([
    { other: { 'Time Received (UTC)': '2026-10-01 01:11:42', Fragments: '1/2', Text: 'a, "b"' } },
    { other: { 'Time Received (UTC)': null, Fragments: null, Text: null } },
  ])
})

test('a ragged line and a repeated column are errors there too', async () => {
  await expect(decode('A,B\n1,2\n1\n', 'sms_in')).rejects.toMatchObject({ code: 'ragged_row', line: 3 })
  await expect(decode('A,A\n1,2\n', 'sms_in')).rejects.toMatchObject({ code: 'duplicate_column' })
})

test('a file of calls is not taken for one of messages', async () => {
  const header = columnsOf('2026-04-16', 'cdr_in')
    .map(({ column }) => column)
    .join(',')
  await expect(decode(`${header}\n`, 'sms_in')).rejects.toMatchObject({
    code: 'unknown_layout',
    message: expect.stringContaining('cdr_in of 2026-04-16 (22 columns)') as string,
  })
  expect(await decode(`${header}\n`, 'sms_in', false)).toEqual([])
})

test('a layout that requires nothing is not suggested for other files', async () => {
  const refused = decode('Something,Else\n1,2\n', 'cdr_in')
  await expect(refused).rejects.toMatchObject({ code: 'unknown_layout' })
  await expect(refused).rejects.toThrow('it fits no layout that is known')
})
