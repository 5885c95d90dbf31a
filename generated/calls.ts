// Written by `npm run generate` from spec/. Do not edit.

import type { ApiVersions } from './versions.js'

/**
 * A call in terms that are the same for every version and export type. A property is null if the version has no column
 * for it, or if the column is empty.
 */
export interface Call {
  /** When the call started, ISO 8601 in UTC. */
  readonly start: string | null
  /** When it was answered; null if it was not. */
  readonly answer: string | null
  /** When it ended. */
  readonly end: string | null
  /** The number of the caller. */
  readonly caller: string | null
  /** Inbound: the DID that was called. */
  readonly did: string | null
  /** Where the call went: outbound the number that was called, inbound the address it was sent to. */
  readonly destination: string | null
  /** Seconds of conversation; 0 if there was none. */
  readonly duration: number | null
  /** Seconds that are charged. */
  readonly billed_duration: number | null
  /** SIP code with which the call ended. */
  readonly disconnect_code: string | null
  /** Text of the SIP or system response. */
  readonly disconnect_reason: string | null
  /** Who ended the call. */
  readonly initiator: string | null
  /** The trunk, by id or name. */
  readonly trunk: string | null
  /** Outbound: the country that was called. */
  readonly country: string | null
  /** USD charged for the call, as decimal text exactly as sent. If the version has no total, it is the exact sum of the charges, with as many decimals as the longest of them, and null if one of them is empty. */
  readonly cost: string | null
  /** The id of the call at the provider. */
  readonly call_id: string | null
}

type Record0 =
  | ApiVersions['2026-04-16']['record']['cdr_in']

/** cdr_in of 2026-04-16. */
const isRecord0 = (record: object): record is Record0 => {
  const one: Partial<Record0> = record
  return one.duration_sec !== undefined &&
  one.attempt !== undefined &&
  one.voice_in_trunk !== undefined &&
  one.trunk_group !== undefined &&
  one.capacity_group !== undefined &&
  one.toll_free_usd !== undefined &&
  one.pstn_usd !== undefined &&
  one.metered_usd !== undefined &&
  one.cnam_in_usd !== undefined &&
  one.total_usd !== undefined &&
  one.source_name !== undefined &&
  one.destination_did !== undefined &&
  one.response !== undefined &&
  one.disconnect_initiator !== undefined &&
  one.call_id !== undefined &&
  one.status !== undefined &&
  one.destination !== undefined &&
  one.date_time_end_utc !== undefined &&
  one.source !== undefined &&
  one.disconnect_code !== undefined &&
  one.date_time_start_utc !== undefined &&
  one.date_time_connect_utc !== undefined
}

type Record1 =
  | ApiVersions['2026-04-16']['record']['cdr_out']

/** cdr_out of 2026-04-16. */
const isRecord1 = (record: object): record is Record1 => {
  const one: Partial<Record1> = record
  return one.destination_number !== undefined &&
  one.call_duration_sec !== undefined &&
  one.billing_duration_sec !== undefined &&
  one.voice_out_trunk !== undefined &&
  one.destination_country !== undefined &&
  one.network !== undefined &&
  one.call_type !== undefined &&
  one.rate_usd !== undefined &&
  one.p_charge_info !== undefined &&
  one.cli !== undefined &&
  one.disconnect_reason !== undefined &&
  one.charged_usd !== undefined &&
  one.call_id !== undefined &&
  one.status !== undefined &&
  one.date_time_end_utc !== undefined &&
  one.source !== undefined &&
  one.disconnect_code !== undefined &&
  one.date_time_start_utc !== undefined &&
  one.date_time_connect_utc !== undefined
}

type Record2 =
  | ApiVersions['2021-12-15']['record']['cdr_in']
  | ApiVersions['2022-05-10']['record']['cdr_in']

/** cdr_in of 2021-12-15, and others with the same columns. */
const isRecord2 = (record: object): record is Record2 => {
  const one: Partial<Record2> = record
  return one.did !== undefined &&
  one.tollfree_amount_usd !== undefined &&
  one.termination_amount_usd !== undefined &&
  one.metered_channels_amount_usd !== undefined &&
  one.customer_id !== undefined &&
  one.sell_amount_points !== undefined &&
  one.duration_secs !== undefined &&
  one.disconnect_initiator !== undefined &&
  one.response !== undefined &&
  one.destination !== undefined &&
  one.date_time_end_utc !== undefined &&
  one.source !== undefined &&
  one.disconnect_code !== undefined &&
  one.date_time_start_utc !== undefined &&
  one.date_time_connect_utc !== undefined
}

type Record3 =
  | ApiVersions['2021-12-15']['record']['cdr_out']
  | ApiVersions['2022-05-10']['record']['cdr_out']

/** cdr_out of 2021-12-15, and others with the same columns. */
const isRecord3 = (record: object): record is Record3 => {
  const one: Partial<Record3> = record
  return one.rate_usd_per_minute !== undefined &&
  one.cdr_type !== undefined &&
  one.country_name !== undefined &&
  one.network_name !== undefined &&
  one.trunk_name !== undefined &&
  one.cli !== undefined &&
  one.duration_secs !== undefined &&
  one.disconnect_reason !== undefined &&
  one.charged_usd !== undefined &&
  one.destination !== undefined &&
  one.source !== undefined &&
  one.disconnect_code !== undefined &&
  one.date_time_start_utc !== undefined &&
  one.date_time_connect_utc !== undefined
}

type Record4 =
  | ApiVersions['2026-11-19']['record']['cdr_in']

/** cdr_in of 2026-11-19. */
const isRecord4 = (record: object): record is Record4 => {
  const one: Partial<Record4> = record
  return one.source_number !== undefined &&
  one.source_number_out !== undefined &&
  one.source_country !== undefined &&
  one.source_network !== undefined &&
  one.source_name !== undefined &&
  one.destination_did !== undefined &&
  one.status !== undefined &&
  one.date_time_end_utc !== undefined &&
  one.date_time_start_utc !== undefined &&
  one.date_time_connect_utc !== undefined
}

/** A record of a call, of any version and export type. */
export type CallRecord = Record0 | Record1 | Record2 | Record3 | Record4

/**
 * The call of a record; `undefined` if the record has an unknown set of properties. Each property is read by a line
 * of its own, which is much faster than reading names from a table.
 *
 * @param add - Adds up columns that make one value together.
 */
export const readCall = (
  record: object,
  add: (amounts: readonly (string | null)[]) => string | null,
): Call | undefined => {
  if (isRecord0(record)) {
    return {
      start: record.date_time_start_utc,
      answer: record.date_time_connect_utc,
      end: record.date_time_end_utc,
      caller: record.source,
      did: record.destination_did,
      destination: record.destination,
      duration: record.duration_sec,
      billed_duration: null,
      disconnect_code: record.disconnect_code,
      disconnect_reason: record.response,
      initiator: record.disconnect_initiator,
      trunk: record.voice_in_trunk,
      country: null,
      cost: record.total_usd,
      call_id: record.call_id,
    }
  }
  if (isRecord1(record)) {
    return {
      start: record.date_time_start_utc,
      answer: record.date_time_connect_utc,
      end: record.date_time_end_utc,
      caller: record.source,
      did: null,
      destination: record.destination_number,
      duration: record.call_duration_sec,
      billed_duration: record.billing_duration_sec,
      disconnect_code: record.disconnect_code,
      disconnect_reason: record.disconnect_reason,
      initiator: null,
      trunk: record.voice_out_trunk,
      country: record.destination_country,
      cost: record.charged_usd,
      call_id: record.call_id,
    }
  }
  if (isRecord2(record)) {
    return {
      start: record.date_time_start_utc,
      answer: record.date_time_connect_utc,
      end: record.date_time_end_utc,
      caller: record.source,
      did: record.did,
      destination: record.destination,
      duration: record.duration_secs,
      billed_duration: null,
      disconnect_code: record.disconnect_code,
      disconnect_reason: record.response,
      initiator: record.disconnect_initiator,
      trunk: null,
      country: null,
      cost: add([record.tollfree_amount_usd, record.termination_amount_usd, record.metered_channels_amount_usd]),
      call_id: null,
    }
  }
  if (isRecord3(record)) {
    return {
      start: record.date_time_start_utc,
      answer: record.date_time_connect_utc,
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
  }
  if (isRecord4(record)) {
    return {
      start: record.date_time_start_utc,
      answer: record.date_time_connect_utc,
      end: record.date_time_end_utc,
      caller: record.source_number,
      did: record.destination_did,
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
  }
  return undefined
}

/** Names of the properties in a record that each value of a call is made of, by version and export type. */
export const callRoles: Readonly<
  Record<string, Readonly<Record<string, { readonly [R in keyof Call]?: readonly string[] }>>>
> = {
  "2021-12-15": {
    "cdr_in": {
      "start": [
        "date_time_start_utc"
      ],
      "answer": [
        "date_time_connect_utc"
      ],
      "end": [
        "date_time_end_utc"
      ],
      "caller": [
        "source"
      ],
      "did": [
        "did"
      ],
      "destination": [
        "destination"
      ],
      "duration": [
        "duration_secs"
      ],
      "initiator": [
        "disconnect_initiator"
      ],
      "disconnect_code": [
        "disconnect_code"
      ],
      "disconnect_reason": [
        "response"
      ],
      "cost": [
        "tollfree_amount_usd",
        "termination_amount_usd",
        "metered_channels_amount_usd"
      ]
    },
    "cdr_out": {
      "start": [
        "date_time_start_utc"
      ],
      "answer": [
        "date_time_connect_utc"
      ]
    }
  },
  "2022-05-10": {
    "cdr_in": {
      "start": [
        "date_time_start_utc"
      ],
      "answer": [
        "date_time_connect_utc"
      ],
      "end": [
        "date_time_end_utc"
      ],
      "caller": [
        "source"
      ],
      "did": [
        "did"
      ],
      "destination": [
        "destination"
      ],
      "duration": [
        "duration_secs"
      ],
      "initiator": [
        "disconnect_initiator"
      ],
      "disconnect_code": [
        "disconnect_code"
      ],
      "disconnect_reason": [
        "response"
      ],
      "cost": [
        "tollfree_amount_usd",
        "termination_amount_usd",
        "metered_channels_amount_usd"
      ]
    },
    "cdr_out": {
      "start": [
        "date_time_start_utc"
      ],
      "answer": [
        "date_time_connect_utc"
      ]
    }
  },
  "2026-04-16": {
    "cdr_in": {
      "start": [
        "date_time_start_utc"
      ],
      "answer": [
        "date_time_connect_utc"
      ],
      "end": [
        "date_time_end_utc"
      ],
      "caller": [
        "source"
      ],
      "did": [
        "destination_did"
      ],
      "duration": [
        "duration_sec"
      ],
      "disconnect_code": [
        "disconnect_code"
      ],
      "disconnect_reason": [
        "response"
      ],
      "initiator": [
        "disconnect_initiator"
      ],
      "trunk": [
        "voice_in_trunk"
      ],
      "destination": [
        "destination"
      ],
      "cost": [
        "total_usd"
      ],
      "call_id": [
        "call_id"
      ]
    },
    "cdr_out": {
      "start": [
        "date_time_start_utc"
      ],
      "answer": [
        "date_time_connect_utc"
      ],
      "end": [
        "date_time_end_utc"
      ],
      "caller": [
        "source"
      ],
      "destination": [
        "destination_number"
      ],
      "duration": [
        "call_duration_sec"
      ],
      "billed_duration": [
        "billing_duration_sec"
      ],
      "disconnect_code": [
        "disconnect_code"
      ],
      "disconnect_reason": [
        "disconnect_reason"
      ],
      "trunk": [
        "voice_out_trunk"
      ],
      "country": [
        "destination_country"
      ],
      "cost": [
        "charged_usd"
      ],
      "call_id": [
        "call_id"
      ]
    }
  },
  "2026-11-19": {
    "cdr_in": {
      "start": [
        "date_time_start_utc"
      ],
      "answer": [
        "date_time_connect_utc"
      ],
      "end": [
        "date_time_end_utc"
      ],
      "caller": [
        "source_number"
      ],
      "did": [
        "destination_did"
      ]
    },
    "cdr_out": {},
    "sms_in": {},
    "sms_out": {}
  }
}
