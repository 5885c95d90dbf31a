/** Checked by `tsc`: each expected error is one line, and a directive without an error is an error. */
import {
  type ApiVersion,
  createExportsClient,
  type CreateAttributes,
  type Export,
  type ExportsClient,
  type ExportType,
  type UpdatingClient,
  type VersionedClient,
} from '../../src/index.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(..._proof: Equal<A, B> extends true ? [] : ['not the same type']): void => undefined

const MARCH = { from: '2026-03-01 00:00:00', to: '2026-04-01T00:00:00Z' }

export const checks = async (): Promise<void> => {
  const didww = createExportsClient({ apiVersion: '2026-04-16' })
  same<typeof didww, UpdatingClient<'2026-04-16'>>()

  const inbound = await didww.create({ export_type: 'cdr_in', filters: { ...MARCH, did_number: '1' } })
  await didww.create({ export_type: 'cdr_out', filters: { ...MARCH, 'voice_out_trunk.id': 'x' } })
  await didww.create({
    export_type: 'cdr_out',
    filters: MARCH,
    external_reference_id: 'march',
    callback_method: 'post',
  })
  same<typeof inbound.export_type, 'cdr_in'>()
  same<typeof inbound.status, 'pending' | 'processing' | 'completed'>()
  same<typeof inbound.callback_method, 'post' | 'get' | null>()
  same<typeof inbound.external_reference_id, string | null>()
  same<typeof inbound.filters.did_number, string | undefined>()

  // @ts-expect-error - the period is `from` and `to` in this version
  await didww.create({ export_type: 'cdr_in', filters: { ...MARCH, year: '2026' } })
  // @ts-expect-error - both ends are required
  await didww.create({ export_type: 'cdr_in', filters: { from: MARCH.from } })
  // @ts-expect-error - outbound calls have no DID
  await didww.create({ export_type: 'cdr_out', filters: { ...MARCH, did_number: '1' } })
  // @ts-expect-error - inbound calls have no voice out trunk
  await didww.create({ export_type: 'cdr_in', filters: { ...MARCH, 'voice_out_trunk.id': 'x' } })
  // @ts-expect-error - not a type of this version
  await didww.create({ export_type: 'sms_in', filters: MARCH })
  // @ts-expect-error - methods are in lower case
  await didww.create({ export_type: 'cdr_in', filters: MARCH, callback_method: 'POST' })
  // @ts-expect-error - statuses are in lower case
  if (inbound.status === 'Pending') throw new Error(inbound.id)
  // @ts-expect-error - inbound calls have no voice out trunk
  inbound.filters['voice_out_trunk.id']

  const changed = await didww.update(inbound.id, { external_reference_id: null })
  same<typeof changed, Export<'2026-04-16'>>()
  if (changed.export_type === 'cdr_out') same<typeof changed.filters.day, string | number | undefined>()
  // @ts-expect-error - filters narrow by `export_type`
  changed.filters.did_number
  // @ts-expect-error - only the reference can be changed
  await didww.update(inbound.id, { callback_url: null })
  // @ts-expect-error - something has to be changed
  await didww.update(inbound.id, {})

  await didww.list({ filter: { external_reference_id: 'march' }, sort: '-external_reference_id' })
  // @ts-expect-error - not a filter of this version
  await didww.list({ filter: { status: 'completed' } })

  const done = await didww.waitUntilCompleted(inbound.id)
  if (done.export_type === 'cdr_in') {
    for await (const call of didww.records(done)) same<typeof call.duration_sec, number | null>()
    // @ts-expect-error - the column is called `Duration (sec)` in this version
    for await (const call of didww.records(done)) same<typeof call.duration_secs, number | null>()
  }
  await didww.raw.PATCH('/v3/exports/{id}', {
    params: { path: { id: done.id } },
    body: { data: { id: done.id, type: 'exports', attributes: { external_reference_id: 'march' } } },
  })
}

/** Generic code takes the interface, and code for any version the union. */
export const createWith = <V extends ApiVersion, T extends ExportType<V>>(
  client: VersionedClient<V>,
  attributes: CreateAttributes<V, T>,
): Promise<Export<V, T>> => client.create(attributes)

export const narrowed = async (client: ExportsClient): Promise<void> => {
  // @ts-expect-error - no filter fits all versions
  await client.create({ export_type: 'cdr_in', filters: MARCH })
  if (client.apiVersion === '2026-04-16') await client.create({ export_type: 'cdr_in', filters: MARCH })
  if ('update' in client) await client.update('x', { external_reference_id: 'x' })
  // @ts-expect-error - an old client is not a client of every version
  const every: VersionedClient<ApiVersion> = createExportsClient()
  await every.list()
}
