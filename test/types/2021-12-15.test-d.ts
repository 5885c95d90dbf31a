/** Checked by `tsc`: each expected error is one line, and a directive without an error is an error. */
import {
  type ApiVersion,
  createExportsClient,
  type Export,
  type ExportRecord,
  type ExportsClient,
  type RequestOptions,
  type VersionedClient,
} from '../../src/index.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(..._proof: Equal<A, B> extends true ? [] : ['not the same type']): void => undefined

export const checks = async (): Promise<void> => {
  const didww = createExportsClient()
  const named = createExportsClient({ apiVersion: '2021-12-15' })
  same<typeof didww, VersionedClient<'2021-12-15'>>()
  same<typeof named, typeof didww>()
  // @ts-expect-error - negative control: `same` finds a difference
  same<string, number>()

  // The three kinds of request of the provider's document.
  const inbound = await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12', did_number: '1' } })
  await didww.create({ export_type: 'cdr_out', filters: { year: 2021, month: 12, day: 12, 'voice_out_trunk.id': 'x' } })
  await didww.create({ export_type: 'cdr_out', filters: { year: '2021', month: '12', 'voice_out_trunk.id': 'x' } })

  // @ts-expect-error - inbound calls have no day
  await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12', day: '1' } })
  // @ts-expect-error - the year is required
  await didww.create({ export_type: 'cdr_in', filters: { month: '12' } })
  await didww.create({ export_type: 'cdr_out', filters: { year: '2021', month: '12' } })
  await didww.create({
    export_type: 'cdr_out',
    // @ts-expect-error - outbound calls have no DID
    filters: { year: 1, month: 1, 'voice_out_trunk.id': '', did_number: '' },
  })
  // @ts-expect-error - there is no such filter
  await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12', did: '1' } })
  // @ts-expect-error - not a type of this version
  await didww.create({ export_type: 'sms_in', filters: { year: '2021', month: '12' } })
  // @ts-expect-error - methods are POST and GET
  await didww.create({ export_type: 'cdr_in', filters: { year: '2021', month: '12' }, callback_method: 'PUT' })
  // @ts-expect-error - there is no such version
  createExportsClient({ apiVersion: '2021-12-16' })
  // @ts-expect-error - sparse fields are for raw
  await didww.list({ fields: { exports: 'status' } })
  // @ts-expect-error - not an attribute to sort by
  await didww.list({ sort: 'url' })
  await didww.list({ sort: ['status', '-created_at'] })
  await didww.list({ sort: ['status', '-created_at'] as const })
  // @ts-expect-error - not an attribute to sort by, among others
  await didww.list({ sort: ['status', 'url'] })
  // @ts-expect-error - several attributes are a list
  await didww.list({ sort: 'status,-created_at' })
  // @ts-expect-error - no filter is documented for this version
  await didww.list({ filter: { id: '1' } })
  // @ts-expect-error - exports cannot be changed in this version
  didww.update

  same<typeof inbound.export_type, 'cdr_in'>()
  same<typeof inbound.status, 'Pending' | 'Processing' | 'Completed'>()
  same<typeof inbound.url, string | null>()
  same<typeof inbound.callback_method, 'POST' | 'GET' | null>()
  // @ts-expect-error - statuses of this version are capitalised
  if (inbound.status === 'completed') return
  // @ts-expect-error - filters are no part of an answer in this version
  inbound.filters

  const done = await didww.waitUntilCompleted(inbound.id)
  same<typeof done.url, string>()
  if (done.export_type === 'cdr_in') same<typeof done.export_type, 'cdr_in'>()

  const options: RequestOptions = { signal: undefined, timeout: 1, totalTimeout: 1, maxRetries: 1, headers: { a: 'b' } }
  await didww.list({}, options)
  await didww.waitUntilCompleted(done.id, options)
  await didww.download(done, { to: 'x', ...options })
  didww.records(done, options)
  didww.pull({ export_type: 'cdr_in', filters: { year: '2021', month: '12' } }, options)
  didww.pull({ export_type: 'cdr_in', period: '2026-10', did: '1' }, { timeZone: 'Europe/Kyiv', ...options })
  // @ts-expect-error - a period or filters, not both
  didww.pull({ export_type: 'cdr_in', period: '2026-10', filters: { year: '2021', month: '12' } })
  // @ts-expect-error - a period or filters has to be there
  didww.pull({ export_type: 'cdr_in' })
  // @ts-expect-error - not a type of this version
  didww.pull({ export_type: 'sms_in', period: '2026-10' })
  // @ts-expect-error - where its file goes is not the caller's to say
  didww.records(done, { to: 'x' })

  const record: ExportRecord<'2021-12-15', 'cdr_in'> = {} as ExportRecord<'2021-12-15', 'cdr_in'>
  same<typeof record.duration_secs, number | null>()
  same<typeof record.tollfree_amount_usd, string | null>()
  // @ts-expect-error - `Duration (secs)` keeps its unit
  record.duration

  await didww.raw.GET('/v3/exports', { params: { query: { fields: { exports: 'status,url' } } } })
  // @ts-expect-error - there is no PATCH in this version
  await didww.raw.PATCH('/v3/exports/{id}')
  // @ts-expect-error - there is no such path
  await didww.raw.GET('/v3/export')
}

type AnyExport = { [V in ApiVersion]: Export<V> }[ApiVersion]
export const anyVersion = async (client: ExportsClient): Promise<AnyExport> => client.retrieve('x')
