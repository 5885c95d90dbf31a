// Written by `npm run generate` from spec/. Do not edit.

import type { ApiVersion, ApiVersions } from './versions.js'

/** Reads the values of one row by their index in the columns of the main layout. */
export interface Cells {
  timestamp: (place: number) => string | null
  integer: (place: number) => number | null
  decimal: (place: number) => string | null
  string: (place: number) => string | null
}

export type RowBuilders = {
  readonly [V in ApiVersion]: {
    readonly [T in keyof ApiVersions[V]['record']]: (cells: Cells) => ApiVersions[V]['record'][T]
  }
}

/** Makes a record from a row. All values are read before the object is created, which is faster. */
export const rowBuilders: RowBuilders = {
  "2021-12-15": {
    "cdr_in": (cells) => {
      const v0 = cells.timestamp(0)
      const v1 = cells.timestamp(1)
      const v2 = cells.timestamp(2)
      const v3 = cells.string(3)
      const v4 = cells.string(4)
      const v5 = cells.string(5)
      const v6 = cells.integer(6)
      const v7 = cells.string(7)
      const v8 = cells.string(8)
      const v9 = cells.string(9)
      const v10 = cells.decimal(10)
      const v11 = cells.decimal(11)
      const v12 = cells.decimal(12)
      const v13 = cells.string(13)
      const v14 = cells.decimal(14)
      return {
        "date_time_start_utc": v0,
        "date_time_connect_utc": v1,
        "date_time_end_utc": v2,
        "source": v3,
        "did": v4,
        "destination": v5,
        "duration_secs": v6,
        "disconnect_initiator": v7,
        "disconnect_code": v8,
        "response": v9,
        "tollfree_amount_usd": v10,
        "termination_amount_usd": v11,
        "metered_channels_amount_usd": v12,
        "customer_id": v13,
        "sell_amount_points": v14,
      }
    },
    "cdr_out": (cells) => {
      const v0 = cells.timestamp(0)
      const v1 = cells.timestamp(1)
      const v2 = cells.string(2)
      const v3 = cells.string(3)
      const v4 = cells.string(4)
      const v5 = cells.integer(5)
      const v6 = cells.string(6)
      const v7 = cells.string(7)
      const v8 = cells.decimal(8)
      const v9 = cells.decimal(9)
      const v10 = cells.string(10)
      const v11 = cells.string(11)
      const v12 = cells.string(12)
      const v13 = cells.string(13)
      return {
        "date_time_start_utc": v0,
        "date_time_connect_utc": v1,
        "source": v2,
        "cli": v3,
        "destination": v4,
        "duration_secs": v5,
        "disconnect_code": v6,
        "disconnect_reason": v7,
        "rate_usd_per_minute": v8,
        "charged_usd": v9,
        "cdr_type": v10,
        "country_name": v11,
        "network_name": v12,
        "trunk_name": v13,
      }
    },
  },
  "2022-05-10": {
    "cdr_in": (cells) => {
      const v0 = cells.timestamp(0)
      const v1 = cells.timestamp(1)
      const v2 = cells.timestamp(2)
      const v3 = cells.string(3)
      const v4 = cells.string(4)
      const v5 = cells.string(5)
      const v6 = cells.integer(6)
      const v7 = cells.string(7)
      const v8 = cells.string(8)
      const v9 = cells.string(9)
      const v10 = cells.decimal(10)
      const v11 = cells.decimal(11)
      const v12 = cells.decimal(12)
      const v13 = cells.string(13)
      const v14 = cells.decimal(14)
      return {
        "date_time_start_utc": v0,
        "date_time_connect_utc": v1,
        "date_time_end_utc": v2,
        "source": v3,
        "did": v4,
        "destination": v5,
        "duration_secs": v6,
        "disconnect_initiator": v7,
        "disconnect_code": v8,
        "response": v9,
        "tollfree_amount_usd": v10,
        "termination_amount_usd": v11,
        "metered_channels_amount_usd": v12,
        "customer_id": v13,
        "sell_amount_points": v14,
      }
    },
    "cdr_out": (cells) => {
      const v0 = cells.timestamp(0)
      const v1 = cells.timestamp(1)
      const v2 = cells.string(2)
      const v3 = cells.string(3)
      const v4 = cells.string(4)
      const v5 = cells.integer(5)
      const v6 = cells.string(6)
      const v7 = cells.string(7)
      const v8 = cells.decimal(8)
      const v9 = cells.decimal(9)
      const v10 = cells.string(10)
      const v11 = cells.string(11)
      const v12 = cells.string(12)
      const v13 = cells.string(13)
      return {
        "date_time_start_utc": v0,
        "date_time_connect_utc": v1,
        "source": v2,
        "cli": v3,
        "destination": v4,
        "duration_secs": v5,
        "disconnect_code": v6,
        "disconnect_reason": v7,
        "rate_usd_per_minute": v8,
        "charged_usd": v9,
        "cdr_type": v10,
        "country_name": v11,
        "network_name": v12,
        "trunk_name": v13,
      }
    },
  },
  "2026-04-16": {
    "cdr_in": (cells) => {
      const v0 = cells.timestamp(0)
      const v1 = cells.timestamp(1)
      const v2 = cells.timestamp(2)
      const v3 = cells.string(3)
      const v4 = cells.string(4)
      const v5 = cells.string(5)
      const v6 = cells.string(6)
      const v7 = cells.integer(7)
      const v8 = cells.integer(8)
      const v9 = cells.string(9)
      const v10 = cells.string(10)
      const v11 = cells.string(11)
      const v12 = cells.string(12)
      const v13 = cells.string(13)
      const v14 = cells.string(14)
      const v15 = cells.string(15)
      const v16 = cells.decimal(16)
      const v17 = cells.decimal(17)
      const v18 = cells.decimal(18)
      const v19 = cells.decimal(19)
      const v20 = cells.decimal(20)
      const v21 = cells.string(21)
      return {
        "date_time_start_utc": v0,
        "date_time_connect_utc": v1,
        "date_time_end_utc": v2,
        "status": v3,
        "source": v4,
        "source_name": v5,
        "destination_did": v6,
        "duration_sec": v7,
        "attempt": v8,
        "disconnect_code": v9,
        "response": v10,
        "disconnect_initiator": v11,
        "voice_in_trunk": v12,
        "destination": v13,
        "trunk_group": v14,
        "capacity_group": v15,
        "toll_free_usd": v16,
        "pstn_usd": v17,
        "metered_usd": v18,
        "cnam_in_usd": v19,
        "total_usd": v20,
        "call_id": v21,
      }
    },
    "cdr_out": (cells) => {
      const v0 = cells.timestamp(0)
      const v1 = cells.timestamp(1)
      const v2 = cells.timestamp(2)
      const v3 = cells.string(3)
      const v4 = cells.string(4)
      const v5 = cells.string(5)
      const v6 = cells.string(6)
      const v7 = cells.integer(7)
      const v8 = cells.integer(8)
      const v9 = cells.string(9)
      const v10 = cells.string(10)
      const v11 = cells.string(11)
      const v12 = cells.string(12)
      const v13 = cells.string(13)
      const v14 = cells.string(14)
      const v15 = cells.decimal(15)
      const v16 = cells.decimal(16)
      const v17 = cells.string(17)
      const v18 = cells.string(18)
      return {
        "date_time_start_utc": v0,
        "date_time_connect_utc": v1,
        "date_time_end_utc": v2,
        "status": v3,
        "source": v4,
        "cli": v5,
        "destination_number": v6,
        "call_duration_sec": v7,
        "billing_duration_sec": v8,
        "disconnect_code": v9,
        "disconnect_reason": v10,
        "voice_out_trunk": v11,
        "destination_country": v12,
        "network": v13,
        "call_type": v14,
        "rate_usd": v15,
        "charged_usd": v16,
        "p_charge_info": v17,
        "call_id": v18,
      }
    },
  },
  "2026-11-19": {
    "cdr_in": (cells) => {
      const v0 = cells.timestamp(0)
      const v1 = cells.timestamp(1)
      const v2 = cells.timestamp(2)
      const v3 = cells.string(3)
      const v4 = cells.string(4)
      const v5 = cells.string(5)
      const v6 = cells.string(6)
      const v7 = cells.string(7)
      const v8 = cells.string(8)
      const v9 = cells.string(9)
      return {
        "date_time_start_utc": v0,
        "date_time_connect_utc": v1,
        "date_time_end_utc": v2,
        "status": v3,
        "source_number": v4,
        "source_number_out": v5,
        "source_name": v6,
        "source_country": v7,
        "source_network": v8,
        "destination_did": v9,
      }
    },
    "cdr_out": () => ({}),
    "sms_in": () => ({}),
    "sms_out": () => ({}),
  },
}
