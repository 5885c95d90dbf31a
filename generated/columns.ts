// Written by `npm run generate` from spec/. Do not edit.

import type { ApiVersion, ApiVersions } from './versions.js'

/** How the text of a column is decoded. */
export type ColumnKind = 'timestamp' | 'integer' | 'decimal' | 'string'

/** A column of a file, and its property in a record. */
export interface Column<R> {
  /** Name in the header of the file. */
  readonly column: string
  /** Name in a record. */
  readonly property: keyof R & string
  readonly kind: ColumnKind
}

export type Columns = {
  readonly [V in ApiVersion]: {
    readonly [T in keyof ApiVersions[V]['record']]: readonly Column<ApiVersions[V]['record'][T]>[]
  }
}

/** A layout that the file of an export type can have. */
export interface Layout<R> {
  readonly name: string
  /** `part`: the file has columns that are not known. */
  readonly known: 'whole' | 'part'
  /** Properties whose columns must be in the header. */
  readonly required: readonly (keyof R & string)[]
  /** Names that each column can have in a header. */
  readonly headers: { readonly [P in keyof R & string]?: readonly string[] }
}

export type Layouts = {
  readonly [V in ApiVersion]: {
    readonly [T in keyof ApiVersions[V]['record']]: readonly Layout<ApiVersions[V]['record'][T]>[]
  }
}

const v2021_12_15_1 = {
  "cdr_in": [
    {
      "column": "Date/Time Start (UTC)",
      "property": "date_time_start_utc",
      "kind": "timestamp"
    },
    {
      "column": "Date/Time Connect (UTC)",
      "property": "date_time_connect_utc",
      "kind": "timestamp"
    },
    {
      "column": "Date/Time End (UTC)",
      "property": "date_time_end_utc",
      "kind": "timestamp"
    },
    {
      "column": "Source",
      "property": "source",
      "kind": "string"
    },
    {
      "column": "DID",
      "property": "did",
      "kind": "string"
    },
    {
      "column": "Destination",
      "property": "destination",
      "kind": "string"
    },
    {
      "column": "Duration (secs)",
      "property": "duration_secs",
      "kind": "integer"
    },
    {
      "column": "Disconnect Initiator",
      "property": "disconnect_initiator",
      "kind": "string"
    },
    {
      "column": "Disconnect Code",
      "property": "disconnect_code",
      "kind": "string"
    },
    {
      "column": "Response",
      "property": "response",
      "kind": "string"
    },
    {
      "column": "TollFree Amount (USD)",
      "property": "tollfree_amount_usd",
      "kind": "decimal"
    },
    {
      "column": "Termination Amount (USD)",
      "property": "termination_amount_usd",
      "kind": "decimal"
    },
    {
      "column": "Metered Channels Amount (USD)",
      "property": "metered_channels_amount_usd",
      "kind": "decimal"
    },
    {
      "column": "Customer ID",
      "property": "customer_id",
      "kind": "string"
    },
    {
      "column": "Sell Amount (Points)",
      "property": "sell_amount_points",
      "kind": "decimal"
    }
  ],
  "cdr_out": [
    {
      "column": "Date/Time Start (UTC)",
      "property": "date_time_start_utc",
      "kind": "timestamp"
    },
    {
      "column": "Date/Time Connect (UTC)",
      "property": "date_time_connect_utc",
      "kind": "timestamp"
    },
    {
      "column": "Source",
      "property": "source",
      "kind": "string"
    },
    {
      "column": "CLI",
      "property": "cli",
      "kind": "string"
    },
    {
      "column": "Destination",
      "property": "destination",
      "kind": "string"
    },
    {
      "column": "Duration (secs)",
      "property": "duration_secs",
      "kind": "integer"
    },
    {
      "column": "Disconnect Code",
      "property": "disconnect_code",
      "kind": "string"
    },
    {
      "column": "Disconnect Reason",
      "property": "disconnect_reason",
      "kind": "string"
    },
    {
      "column": "Rate ($USD per minute)",
      "property": "rate_usd_per_minute",
      "kind": "decimal"
    },
    {
      "column": "Charged (USD)",
      "property": "charged_usd",
      "kind": "decimal"
    },
    {
      "column": "CDR Type",
      "property": "cdr_type",
      "kind": "string"
    },
    {
      "column": "Country Name",
      "property": "country_name",
      "kind": "string"
    },
    {
      "column": "Network Name",
      "property": "network_name",
      "kind": "string"
    },
    {
      "column": "Trunk Name",
      "property": "trunk_name",
      "kind": "string"
    }
  ]
} as const

const v2021_12_15_2 = {
  "cdr_in": [
    {
      "name": "15 columns",
      "known": "whole",
      "required": [
        "date_time_start_utc",
        "date_time_connect_utc",
        "date_time_end_utc",
        "source",
        "did",
        "destination",
        "duration_secs",
        "disconnect_initiator",
        "disconnect_code",
        "response",
        "tollfree_amount_usd",
        "termination_amount_usd",
        "metered_channels_amount_usd",
        "customer_id",
        "sell_amount_points"
      ],
      "headers": {
        "date_time_start_utc": [
          "Date/Time Start (UTC)"
        ],
        "date_time_connect_utc": [
          "Date/Time Connect (UTC)"
        ],
        "date_time_end_utc": [
          "Date/Time End (UTC)"
        ],
        "source": [
          "Source"
        ],
        "did": [
          "DID"
        ],
        "destination": [
          "Destination"
        ],
        "duration_secs": [
          "Duration (secs)"
        ],
        "disconnect_initiator": [
          "Disconnect Initiator"
        ],
        "disconnect_code": [
          "Disconnect Code"
        ],
        "response": [
          "Response",
          "Disconnect Response"
        ],
        "tollfree_amount_usd": [
          "TollFree Amount (USD)",
          "Toll-free Amount (USD)"
        ],
        "termination_amount_usd": [
          "Termination Amount (USD)"
        ],
        "metered_channels_amount_usd": [
          "Metered Channels Amount (USD)"
        ],
        "customer_id": [
          "Customer ID"
        ],
        "sell_amount_points": [
          "Sell Amount (Points)"
        ]
      }
    },
    {
      "name": "13 columns",
      "known": "whole",
      "required": [
        "date_time_start_utc",
        "source",
        "did",
        "destination",
        "duration_secs",
        "disconnect_initiator",
        "disconnect_code",
        "response",
        "tollfree_amount_usd",
        "termination_amount_usd",
        "metered_channels_amount_usd",
        "customer_id",
        "sell_amount_points"
      ],
      "headers": {
        "date_time_start_utc": [
          "Date/Time (UTC)"
        ],
        "source": [
          "Source"
        ],
        "did": [
          "DID"
        ],
        "destination": [
          "Destination"
        ],
        "duration_secs": [
          "Duration (secs)"
        ],
        "disconnect_initiator": [
          "Disconnect Initiator"
        ],
        "disconnect_code": [
          "Disconnect Code"
        ],
        "response": [
          "Response",
          "Disconnect Response"
        ],
        "tollfree_amount_usd": [
          "TollFree Amount (USD)",
          "Toll-free Amount (USD)"
        ],
        "termination_amount_usd": [
          "Termination Amount (USD)"
        ],
        "metered_channels_amount_usd": [
          "Metered Channels Amount (USD)"
        ],
        "customer_id": [
          "Customer ID"
        ],
        "sell_amount_points": [
          "Sell Amount (Points)"
        ]
      }
    }
  ],
  "cdr_out": [
    {
      "name": "known in part",
      "known": "part",
      "required": [
        "date_time_start_utc",
        "date_time_connect_utc"
      ],
      "headers": {
        "date_time_start_utc": [
          "Date/Time Start (UTC)"
        ],
        "date_time_connect_utc": [
          "Date/Time Connect (UTC)"
        ],
        "source": [
          "Source"
        ],
        "cli": [
          "CLI"
        ],
        "destination": [
          "Destination"
        ],
        "duration_secs": [
          "Duration (secs)"
        ],
        "disconnect_code": [
          "Disconnect Code"
        ],
        "disconnect_reason": [
          "Disconnect Reason"
        ],
        "rate_usd_per_minute": [
          "Rate ($USD per minute)"
        ],
        "charged_usd": [
          "Charged (USD)"
        ],
        "cdr_type": [
          "CDR Type"
        ],
        "country_name": [
          "Country Name"
        ],
        "network_name": [
          "Network Name"
        ],
        "trunk_name": [
          "Trunk Name"
        ]
      }
    }
  ]
} as const

/** The columns of the main layout of each version and export type, in their order. */
export const columns: Columns = {
  "2021-12-15": v2021_12_15_1,
  "2022-05-10": v2021_12_15_1,
  "2026-04-16": {
    "cdr_in": [
      {
        "column": "Date/Time Start (UTC)",
        "property": "date_time_start_utc",
        "kind": "timestamp"
      },
      {
        "column": "Date/Time Connect (UTC)",
        "property": "date_time_connect_utc",
        "kind": "timestamp"
      },
      {
        "column": "Date/Time End (UTC)",
        "property": "date_time_end_utc",
        "kind": "timestamp"
      },
      {
        "column": "Status",
        "property": "status",
        "kind": "string"
      },
      {
        "column": "Source",
        "property": "source",
        "kind": "string"
      },
      {
        "column": "Source Name",
        "property": "source_name",
        "kind": "string"
      },
      {
        "column": "Destination DID",
        "property": "destination_did",
        "kind": "string"
      },
      {
        "column": "Duration (sec)",
        "property": "duration_sec",
        "kind": "integer"
      },
      {
        "column": "Attempt",
        "property": "attempt",
        "kind": "integer"
      },
      {
        "column": "Disconnect Code",
        "property": "disconnect_code",
        "kind": "string"
      },
      {
        "column": "Response",
        "property": "response",
        "kind": "string"
      },
      {
        "column": "Disconnect Initiator",
        "property": "disconnect_initiator",
        "kind": "string"
      },
      {
        "column": "Voice IN Trunk",
        "property": "voice_in_trunk",
        "kind": "string"
      },
      {
        "column": "Destination",
        "property": "destination",
        "kind": "string"
      },
      {
        "column": "Trunk Group",
        "property": "trunk_group",
        "kind": "string"
      },
      {
        "column": "Capacity Group",
        "property": "capacity_group",
        "kind": "string"
      },
      {
        "column": "Toll-free (USD)",
        "property": "toll_free_usd",
        "kind": "decimal"
      },
      {
        "column": "PSTN (USD)",
        "property": "pstn_usd",
        "kind": "decimal"
      },
      {
        "column": "Metered (USD)",
        "property": "metered_usd",
        "kind": "decimal"
      },
      {
        "column": "CNAM IN (USD)",
        "property": "cnam_in_usd",
        "kind": "decimal"
      },
      {
        "column": "Total (USD)",
        "property": "total_usd",
        "kind": "decimal"
      },
      {
        "column": "Call ID",
        "property": "call_id",
        "kind": "string"
      }
    ],
    "cdr_out": [
      {
        "column": "Date/Time Start (UTC)",
        "property": "date_time_start_utc",
        "kind": "timestamp"
      },
      {
        "column": "Date/Time Connect (UTC)",
        "property": "date_time_connect_utc",
        "kind": "timestamp"
      },
      {
        "column": "Date/Time End (UTC)",
        "property": "date_time_end_utc",
        "kind": "timestamp"
      },
      {
        "column": "Status",
        "property": "status",
        "kind": "string"
      },
      {
        "column": "Source",
        "property": "source",
        "kind": "string"
      },
      {
        "column": "CLI",
        "property": "cli",
        "kind": "string"
      },
      {
        "column": "Destination Number",
        "property": "destination_number",
        "kind": "string"
      },
      {
        "column": "Call Duration (sec)",
        "property": "call_duration_sec",
        "kind": "integer"
      },
      {
        "column": "Billing Duration (sec)",
        "property": "billing_duration_sec",
        "kind": "integer"
      },
      {
        "column": "Disconnect Code",
        "property": "disconnect_code",
        "kind": "string"
      },
      {
        "column": "Disconnect Reason",
        "property": "disconnect_reason",
        "kind": "string"
      },
      {
        "column": "Voice OUT Trunk",
        "property": "voice_out_trunk",
        "kind": "string"
      },
      {
        "column": "Destination Country",
        "property": "destination_country",
        "kind": "string"
      },
      {
        "column": "Network",
        "property": "network",
        "kind": "string"
      },
      {
        "column": "Call Type",
        "property": "call_type",
        "kind": "string"
      },
      {
        "column": "Rate (USD)",
        "property": "rate_usd",
        "kind": "decimal"
      },
      {
        "column": "Charged (USD)",
        "property": "charged_usd",
        "kind": "decimal"
      },
      {
        "column": "P-Charge-Info",
        "property": "p_charge_info",
        "kind": "string"
      },
      {
        "column": "Call ID",
        "property": "call_id",
        "kind": "string"
      }
    ]
  },
  "2026-11-19": {
    "cdr_in": [
      {
        "column": "Date/Time Start (UTC)",
        "property": "date_time_start_utc",
        "kind": "timestamp"
      },
      {
        "column": "Date/Time Connect (UTC)",
        "property": "date_time_connect_utc",
        "kind": "timestamp"
      },
      {
        "column": "Date/Time End (UTC)",
        "property": "date_time_end_utc",
        "kind": "timestamp"
      },
      {
        "column": "Status",
        "property": "status",
        "kind": "string"
      },
      {
        "column": "Source Number",
        "property": "source_number",
        "kind": "string"
      },
      {
        "column": "Source Number Out",
        "property": "source_number_out",
        "kind": "string"
      },
      {
        "column": "Source Name",
        "property": "source_name",
        "kind": "string"
      },
      {
        "column": "Source Country",
        "property": "source_country",
        "kind": "string"
      },
      {
        "column": "Source Network",
        "property": "source_network",
        "kind": "string"
      },
      {
        "column": "Destination DID",
        "property": "destination_did",
        "kind": "string"
      }
    ],
    "cdr_out": [],
    "sms_in": [],
    "sms_out": []
  }
}

/** The layouts of each version and export type, the main one first. */
export const layouts: Layouts = {
  "2021-12-15": v2021_12_15_2,
  "2022-05-10": v2021_12_15_2,
  "2026-04-16": {
    "cdr_in": [
      {
        "name": "22 columns",
        "known": "whole",
        "required": [
          "date_time_start_utc",
          "date_time_connect_utc",
          "date_time_end_utc",
          "status",
          "source",
          "source_name",
          "destination_did",
          "duration_sec",
          "attempt",
          "disconnect_code",
          "response",
          "disconnect_initiator",
          "voice_in_trunk",
          "destination",
          "trunk_group",
          "capacity_group",
          "toll_free_usd",
          "pstn_usd",
          "metered_usd",
          "cnam_in_usd",
          "total_usd",
          "call_id"
        ],
        "headers": {
          "date_time_start_utc": [
            "Date/Time Start (UTC)"
          ],
          "date_time_connect_utc": [
            "Date/Time Connect (UTC)"
          ],
          "date_time_end_utc": [
            "Date/Time End (UTC)"
          ],
          "status": [
            "Status"
          ],
          "source": [
            "Source"
          ],
          "source_name": [
            "Source Name"
          ],
          "destination_did": [
            "Destination DID"
          ],
          "duration_sec": [
            "Duration (sec)"
          ],
          "attempt": [
            "Attempt"
          ],
          "disconnect_code": [
            "Disconnect Code"
          ],
          "response": [
            "Response"
          ],
          "disconnect_initiator": [
            "Disconnect Initiator"
          ],
          "voice_in_trunk": [
            "Voice IN Trunk"
          ],
          "destination": [
            "Destination"
          ],
          "trunk_group": [
            "Trunk Group"
          ],
          "capacity_group": [
            "Capacity Group"
          ],
          "toll_free_usd": [
            "Toll-free (USD)"
          ],
          "pstn_usd": [
            "PSTN (USD)"
          ],
          "metered_usd": [
            "Metered (USD)"
          ],
          "cnam_in_usd": [
            "CNAM IN (USD)"
          ],
          "total_usd": [
            "Total (USD)"
          ],
          "call_id": [
            "Call ID"
          ]
        }
      }
    ],
    "cdr_out": [
      {
        "name": "19 columns",
        "known": "whole",
        "required": [
          "date_time_start_utc",
          "date_time_connect_utc",
          "date_time_end_utc",
          "status",
          "source",
          "cli",
          "destination_number",
          "call_duration_sec",
          "billing_duration_sec",
          "disconnect_code",
          "disconnect_reason",
          "voice_out_trunk",
          "destination_country",
          "network",
          "call_type",
          "rate_usd",
          "charged_usd",
          "p_charge_info",
          "call_id"
        ],
        "headers": {
          "date_time_start_utc": [
            "Date/Time Start (UTC)"
          ],
          "date_time_connect_utc": [
            "Date/Time Connect (UTC)"
          ],
          "date_time_end_utc": [
            "Date/Time End (UTC)"
          ],
          "status": [
            "Status"
          ],
          "source": [
            "Source"
          ],
          "cli": [
            "CLI"
          ],
          "destination_number": [
            "Destination Number"
          ],
          "call_duration_sec": [
            "Call Duration (sec)"
          ],
          "billing_duration_sec": [
            "Billing Duration (sec)"
          ],
          "disconnect_code": [
            "Disconnect Code"
          ],
          "disconnect_reason": [
            "Disconnect Reason"
          ],
          "voice_out_trunk": [
            "Voice OUT Trunk"
          ],
          "destination_country": [
            "Destination Country"
          ],
          "network": [
            "Network"
          ],
          "call_type": [
            "Call Type"
          ],
          "rate_usd": [
            "Rate (USD)"
          ],
          "charged_usd": [
            "Charged (USD)"
          ],
          "p_charge_info": [
            "P-Charge-Info"
          ],
          "call_id": [
            "Call ID"
          ]
        }
      }
    ]
  },
  "2026-11-19": {
    "cdr_in": [
      {
        "name": "10 columns known",
        "known": "part",
        "required": [
          "date_time_start_utc",
          "date_time_connect_utc",
          "date_time_end_utc",
          "status",
          "source_number",
          "source_number_out",
          "source_name",
          "source_country",
          "source_network",
          "destination_did"
        ],
        "headers": {
          "date_time_start_utc": [
            "Date/Time Start (UTC)"
          ],
          "date_time_connect_utc": [
            "Date/Time Connect (UTC)"
          ],
          "date_time_end_utc": [
            "Date/Time End (UTC)"
          ],
          "status": [
            "Status"
          ],
          "source_number": [
            "Source Number"
          ],
          "source_number_out": [
            "Source Number Out"
          ],
          "source_name": [
            "Source Name"
          ],
          "source_country": [
            "Source Country"
          ],
          "source_network": [
            "Source Network"
          ],
          "destination_did": [
            "Destination DID"
          ]
        }
      }
    ],
    "cdr_out": [
      {
        "name": "no column known",
        "known": "part",
        "required": [],
        "headers": {}
      }
    ],
    "sms_in": [
      {
        "name": "no column known",
        "known": "part",
        "required": [],
        "headers": {}
      }
    ],
    "sms_out": [
      {
        "name": "no column known",
        "known": "part",
        "required": [],
        "headers": {}
      }
    ]
  }
}
