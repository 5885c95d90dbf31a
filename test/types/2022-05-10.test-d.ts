/** Checked by `tsc`: each expected error is one line, and a directive without an error is an error. */
import { createExportsClient, type VersionedClient } from '../../src/index.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(..._proof: Equal<A, B> extends true ? [] : ['not the same type']): void => undefined

export const checks = async (): Promise<void> => {
  const didww = createExportsClient({ apiVersion: '2022-05-10' })
  same<typeof didww, VersionedClient<'2022-05-10'>>()

  const inbound = await didww.create({ export_type: 'cdr_in', filters: { year: 2022, month: 5, did_number: '1' } })
  await didww.create({ export_type: 'cdr_out', filters: { year: '2022', month: '5', 'voice_out_trunk.id': 'x' } })
  same<typeof inbound.status, 'Pending' | 'Processing' | 'Completed'>()
  same<typeof inbound.callback_method, 'POST' | 'GET' | null>()

  // @ts-expect-error - exports cannot be changed in this version
  didww.update
  // @ts-expect-error - the period is a calendar month or day in this version
  await didww.create({ export_type: 'cdr_in', filters: { from: '2022-05-01 00:00:00', to: '2022-06-01 00:00:00' } })
  // @ts-expect-error - inbound calls have no day
  await didww.create({ export_type: 'cdr_in', filters: { year: '2022', month: '5', day: '1' } })
  // @ts-expect-error - an export has no reference in this version
  await didww.create({ export_type: 'cdr_in', filters: { year: '2022', month: '5' }, external_reference_id: 'x' })
  // @ts-expect-error - filters are no part of an answer in this version
  inbound.filters
  // @ts-expect-error - statuses of this version are capitalised
  if (inbound.status === 'pending') throw new Error(inbound.id)
  // @ts-expect-error - no filter is documented for this version
  await didww.list({ filter: { external_reference_id: 'x' } })
  // @ts-expect-error - there is no PATCH in this version
  await didww.raw.PATCH('/v3/exports/{id}')
  // @ts-expect-error - a client of another version
  same<typeof didww, VersionedClient<'2021-12-15'>>()

  const done = await didww.waitUntilCompleted(inbound.id)
  if (done.export_type !== 'cdr_in') return
  for await (const call of didww.records(done)) same<typeof call.duration_secs, number | null>()
}
