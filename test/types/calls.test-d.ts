/** Checked by `tsc`: each expected error is one line, and a directive without an error is an error. */
import { type ApiVersion, asCall, type Call, type CallRecord, type ExportRecord } from '../../src/index.js'
import type { asCall as ofRecords, Call as CallOfRecords } from '../../src/records/index.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(..._proof: Equal<A, B> extends true ? [] : ['not the same type']): void => undefined

type Inbound<V extends ApiVersion> = ExportRecord<V, 'cdr_in'>
type Outbound<V extends ApiVersion> = ExportRecord<V, 'cdr_out'>
type Later = '2026-11-19'

export const checks = (
  old: Inbound<'2021-12-15'>,
  middle: Outbound<'2022-05-10'>,
  newer: Inbound<'2026-04-16'>,
  latest: Inbound<Later>,
  any: Inbound<ApiVersion> | Outbound<Exclude<ApiVersion, Later>>,
  message: ExportRecord<Later, 'sms_in'>,
  unknown: Outbound<Later>,
): void => {
  const calls = [asCall(old), asCall(middle), asCall(newer), asCall(latest), asCall(any)] as const
  same<(typeof calls)[0], Call>()
  same<(typeof calls)[number], Call>()
  same<CallOfRecords, Call>()
  same<typeof ofRecords, typeof asCall>()
  same<Parameters<typeof asCall>, [record: CallRecord]>()

  const call = asCall(newer)
  same<keyof Call, keyof typeof call>()
  same<Pick<Call, 'start' | 'cost'>, { readonly start: string | null; readonly cost: string | null }>()
  same<typeof call.duration, number | null>()

  // @ts-expect-error - a call has its own names, whatever those of the columns
  call.duration_sec
  // @ts-expect-error - money is text
  same<typeof call.cost, number | null>()
  // @ts-expect-error - a call is not changed
  call.cost = '0'
  // @ts-expect-error - a call is no record
  asCall(call)
  // @ts-expect-error - a message is no call
  asCall(message)
  // @ts-expect-error - no column of these records is known
  asCall(unknown)
  // @ts-expect-error - neither is a part of one
  asCall({ did: '1', source: '2' })
}
