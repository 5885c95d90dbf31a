/** Checked by `tsc`: each expected error is one line, and a directive without an error is an error. */
import {
  type ApiVersion,
  createExportsClient,
  type CreateAttributes,
  type Export,
  type ExportRecord,
  type ExportsClient,
  type ExportType,
  type UpdatingClient,
  type VersionedClient,
} from '../../src/index.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(..._proof: Equal<A, B> extends true ? [] : ['not the same type']): void => undefined

const OCTOBER = { from: '2026-10-01 00:00:00', to: '2026-11-01 00:00:00' }

export const checks = async (): Promise<void> => {
  const didww = createExportsClient({ apiVersion: '2026-11-19' })
  same<typeof didww, UpdatingClient<'2026-11-19'>>()
  same<ExportType<'2026-11-19'>, 'cdr_in' | 'cdr_out' | 'sms_in' | 'sms_out'>()

  const numbers = { did_number: '1', source_number: '2', source_number_out: '3', source_country_iso: 'GB' }
  const inbound = await didww.create({ export_type: 'cdr_in', filters: { ...OCTOBER, ...numbers } })
  await didww.create({
    export_type: 'cdr_out',
    filters: { ...OCTOBER, 'voice_out_trunk.id': 'x', source: '1', cli: '2', destination: '3' },
  })
  const messages = await didww.create({
    export_type: 'sms_in',
    filters: { ...OCTOBER, status: 'Queued', trunk_type: ['SMPP SMSC', 'HTTP IN'], 'sms_trunk.id': ['x', 'y'] },
  })
  await didww.create({
    export_type: 'sms_out',
    filters: { ...OCTOBER, status: 'Routing Error', service_type: 'A2P', 'sender_id_verification.id': 'x' },
    callback_url: 'https://example.com',
    callback_method: 'post',
  })
  same<typeof inbound.export_type, 'cdr_in'>()
  same<typeof inbound.status, 'pending' | 'processing' | 'completed'>()
  same<typeof inbound.filters.year, string | number | undefined>()
  same<typeof messages.filters.status, 'Success' | 'Failed' | 'Queued' | undefined>()
  same<typeof messages.filters.sms_id, string | undefined>()

  // @ts-expect-error - the period is `from` and `to` in this version
  await didww.create({ export_type: 'cdr_in', filters: { ...OCTOBER, year: '2026' } })
  // @ts-expect-error - both ends are required
  await didww.create({ export_type: 'sms_in', filters: { from: OCTOBER.from } })
  // @ts-expect-error - outbound calls have no DID
  await didww.create({ export_type: 'cdr_out', filters: { ...OCTOBER, did_number: '1' } })
  // @ts-expect-error - no such filter
  await didww.create({ export_type: 'sms_out', filters: { ...OCTOBER, bogus: '1' } })
  // @ts-expect-error - types of trunk are of inbound messages
  await didww.create({ export_type: 'sms_out', filters: { ...OCTOBER, trunk_type: 'Email' } })
  // @ts-expect-error - not a type of trunk
  await didww.create({ export_type: 'sms_in', filters: { ...OCTOBER, trunk_type: ['Fax'] } })
  // @ts-expect-error - a status of outbound messages
  await didww.create({ export_type: 'sms_in', filters: { ...OCTOBER, status: 'In Progress' } })
  // @ts-expect-error - a callback is a URL and a method
  await didww.create({ export_type: 'cdr_in', filters: OCTOBER, callback_url: 'https://example.com' })
  // @ts-expect-error - a callback is a URL and a method
  await didww.create({ export_type: 'cdr_in', filters: OCTOBER, callback_method: 'post' })
  // @ts-expect-error - statuses are in lower case
  if (inbound.status === 'Pending') throw new Error(inbound.id)
  // @ts-expect-error - messages were never exported by a calendar month
  messages.filters.year

  const one = await didww.update(inbound.id, { external_reference_id: null })
  same<typeof one, Export<'2026-11-19'>>()
  if (one.export_type === 'sms_out') same<typeof one.filters.service_type, string | undefined>()
  // @ts-expect-error - filters narrow by `export_type`
  one.filters.did_number

  await didww.list({
    filter: {
      id: ['x'],
      export_type: ['sms_in', 'cdr_in'],
      status: ['pending'],
      external_reference_id: 'october',
      created_at_gteq: '2026-11-01T00:00:00Z',
      created_at_lteq: '2026-12-01T00:00:00Z',
    },
    sort: '-external_reference_id',
    page: { number: 1, size: 10 },
  })
  // @ts-expect-error - not a filter of the list
  await didww.list({ filter: { did_number: '1' } })
  // @ts-expect-error - several statuses are a list
  await didww.list({ filter: { status: 'pending' } })
  // @ts-expect-error - not a status
  await didww.list({ filter: { status: ['Pending'] } })
  await didww.raw.GET('/v3/exports', { params: { query: { 'filter[status]': ['pending'] } } })

  const done = await didww.waitUntilCompleted(inbound.id)
  if (done.export_type === 'cdr_in') {
    for await (const call of didww.records(done)) same<typeof call.source_number_out, string | null>()
    // @ts-expect-error - what follows the first ten columns is not known
    for await (const call of didww.records(done)) same<typeof call.duration_sec, number | null>()
  }
  const message = {} as ExportRecord<'2026-11-19', 'sms_in'>
  same<typeof message.other, Record<string, string | null> | undefined>()
  // @ts-expect-error - no column of messages is known
  message.sms_id
}

/** Generic code takes the interface, and code for any version the union. */
export const createWith = <V extends ApiVersion, T extends ExportType<V>>(
  client: VersionedClient<V>,
  attributes: CreateAttributes<V, T>,
): Promise<Export<V, T>> => client.create(attributes)

export const narrowed = async (client: ExportsClient): Promise<void> => {
  if (client.apiVersion === '2026-11-19') await client.create({ export_type: 'sms_in', filters: OCTOBER })
  // @ts-expect-error - messages are of 2026-11-19
  if (client.apiVersion === '2026-04-16') await client.create({ export_type: 'sms_in', filters: OCTOBER })
}
