// Written by `npm run generate` from spec/. Do not edit.

import type { ApiVersion, ApiVersions } from './versions.js'

export type RetryRule = 'always' | 'unless-sent'

export interface OperationFacts {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  /** `always`: repeating it changes nothing; `unless-sent`: repeat it only if it certainly was not carried out. */
  readonly retry: RetryRule
  /** Status of a successful answer. */
  readonly success: number
  /** Media types of the answer. */
  readonly mediaTypes: readonly string[]
  /** The credential to send: the key, or a token minted with it. */
  readonly credential: 'key' | 'token'
}

/** The meaning of a filter, whatever its wire name. */
export type FilterMeaning = 'year' | 'month' | 'day' | 'from' | 'to' | 'did' | 'trunk'

/** Wire names of filters with special values. */
export interface FilterValues {
  /** They match more than the given value. */
  readonly inexact: readonly string[]
  /** They take several values and match any of them. */
  readonly manyValued: readonly string[]
}

/** How long calls and files are kept. */
export interface TimeLimits {
  /** How far back calls can be exported. */
  readonly window: { readonly previousMonths: number }
  /** How long a completed export is kept. */
  readonly retention: { readonly months: number }
}

/** The callback for a completed export. It is apart from other facts, as a client needs none of it. */
export interface CallbackFacts {
  readonly event: string
  /** Media type of the body, by POST. */
  readonly mediaType: string
  readonly signature: { readonly header: string; readonly pattern: string }
  /** All known names, and those that are always present. */
  readonly parameters: readonly string[]
  readonly required: readonly string[]
  /** Parameters that always have the same value. */
  readonly constants: Readonly<Record<string, string>>
}

/** How long the answer to a callback may take, and the wait before each further attempt, in milliseconds. */
export interface Delivery {
  readonly timeout: number
  readonly waits: readonly number[]
}

/** A key that may sign callbacks. */
export type SigningKey = 'api-key' | 'callback-secret'

export interface VersionFacts<V extends ApiVersion> {
  readonly servers: { readonly production: string; readonly sandbox: string }
  readonly mediaType: 'application/vnd.api+json'
  readonly resourceType: 'exports'
  readonly keyHeader: string
  /** The header with the version, unless the token says it. */
  readonly versionHeader?: string
  readonly requestIdHeader: string
  readonly maxPageSize: number
  /** The status of an export whose file is ready. */
  readonly completed: ApiVersions[V]['attributes']['status']
  /** How to wait, in milliseconds. */
  readonly polling: { readonly minDelay: number; readonly maxDelay: number; readonly maxWait: number }
  readonly operations: {
    readonly createExport: OperationFacts
    readonly listExports: OperationFacts
    readonly retrieveExport: OperationFacts
    readonly downloadExport: OperationFacts
    readonly updateExport?: OperationFacts
  }
  /** The wire name of each filter, by export type. */
  readonly filters: {
    readonly [T in keyof ApiVersions[V]['create']]: { readonly [M in FilterMeaning]?: string }
  }
  /** Audience and scope of a token, if the version uses tokens. */
  readonly token?: { readonly audience: string; readonly scope: string }
  /** The methods of a callback, as this version spells them. */
  readonly callbackMethods: readonly string[]
  /** The format of the filters `from` and `to`, as for `strftime`. */
  readonly timeFormat?: string
  /** The user's own name for an export: the attribute that holds it, and the list filter that finds it. */
  readonly reference?: { readonly attribute: string; readonly filter: string }
}

const listExports_1 = {
  "method": "GET",
  "path": "/v3/exports",
  "retry": "always",
  "success": 200,
  "mediaTypes": [
    "application/vnd.api+json"
  ],
  "credential": "key"
} as const

const createExport_1 = {
  "method": "POST",
  "path": "/v3/exports",
  "retry": "unless-sent",
  "success": 201,
  "mediaTypes": [
    "application/vnd.api+json"
  ],
  "credential": "key"
} as const

const retrieveExport_1 = {
  "method": "GET",
  "path": "/v3/exports/{id}",
  "retry": "always",
  "success": 200,
  "mediaTypes": [
    "application/vnd.api+json"
  ],
  "credential": "key"
} as const

const downloadExport_1 = {
  "method": "GET",
  "path": "/v3/exports/{filename}.csv.gz",
  "retry": "always",
  "success": 200,
  "mediaTypes": [
    "application/gzip",
    "application/octet-stream"
  ],
  "credential": "key"
} as const

const v2021_12_15_1 = {
  "servers": {
    "production": "https://api.didww.com",
    "sandbox": "https://sandbox-api.didww.com"
  },
  "mediaType": "application/vnd.api+json",
  "resourceType": "exports",
  "keyHeader": "Api-Key",
  "versionHeader": "X-DIDWW-API-Version",
  "requestIdHeader": "X-Request-Id",
  "maxPageSize": 100,
  "completed": "Completed",
  "polling": {
    "minDelay": 2000,
    "maxDelay": 60000,
    "maxWait": 3600000
  },
  "operations": {
    "listExports": listExports_1,
    "createExport": createExport_1,
    "retrieveExport": retrieveExport_1,
    "downloadExport": downloadExport_1
  },
  "filters": {
    "cdr_in": {
      "year": "year",
      "month": "month",
      "did": "did_number"
    },
    "cdr_out": {
      "year": "year",
      "month": "month",
      "day": "day",
      "trunk": "voice_out_trunk.id"
    }
  },
  "callbackMethods": [
    "POST",
    "GET"
  ]
} as const

const v2021_12_15_2 = {
  "event": "exportCompleted",
  "mediaType": "application/x-www-form-urlencoded",
  "signature": {
    "header": "X-DIDWW-Signature",
    "pattern": "^[0-9a-f]{40}$"
  },
  "parameters": [
    "id",
    "type",
    "status"
  ],
  "required": [
    "id",
    "type",
    "status"
  ],
  "constants": {
    "type": "exports",
    "status": "completed"
  }
} as const

const v2021_12_15_3 = {
  "timeout": 60000,
  "waits": [
    60000,
    600000,
    1800000,
    3600000,
    10800000,
    21600000,
    43200000,
    86400000,
    172800000
  ]
} as const

export const facts: { readonly [V in ApiVersion]: VersionFacts<V> } = {
  "2021-12-15": v2021_12_15_1,
  "2022-05-10": v2021_12_15_1,
  "2026-04-16": {
    "servers": {
      "production": "https://api.didww.com",
      "sandbox": "https://sandbox-api.didww.com"
    },
    "mediaType": "application/vnd.api+json",
    "resourceType": "exports",
    "keyHeader": "Api-Key",
    "versionHeader": "X-DIDWW-API-Version",
    "requestIdHeader": "X-Request-Id",
    "maxPageSize": 100,
    "completed": "completed",
    "polling": {
      "minDelay": 2000,
      "maxDelay": 60000,
      "maxWait": 3600000
    },
    "operations": {
      "listExports": listExports_1,
      "createExport": createExport_1,
      "retrieveExport": retrieveExport_1,
      "updateExport": {
        "method": "PATCH",
        "path": "/v3/exports/{id}",
        "retry": "always",
        "success": 200,
        "mediaTypes": [
          "application/vnd.api+json"
        ],
        "credential": "key"
      },
      "downloadExport": downloadExport_1
    },
    "filters": {
      "cdr_in": {
        "from": "from",
        "to": "to",
        "did": "did_number"
      },
      "cdr_out": {
        "from": "from",
        "to": "to",
        "trunk": "voice_out_trunk.id"
      }
    },
    "callbackMethods": [
      "post",
      "get"
    ],
    "timeFormat": "%Y-%m-%d %H:%M:%S",
    "reference": {
      "attribute": "external_reference_id",
      "filter": "external_reference_id"
    }
  },
  "2026-11-19": {
    "servers": {
      "production": "https://api.didww.com",
      "sandbox": "https://sandbox-api.didww.com"
    },
    "mediaType": "application/vnd.api+json",
    "resourceType": "exports",
    "keyHeader": "Api-Key",
    "requestIdHeader": "X-Request-Id",
    "maxPageSize": 100,
    "completed": "completed",
    "polling": {
      "minDelay": 2000,
      "maxDelay": 60000,
      "maxWait": 3600000
    },
    "operations": {
      "listExports": {
        "method": "GET",
        "path": "/v3/exports",
        "retry": "always",
        "success": 200,
        "mediaTypes": [
          "application/vnd.api+json"
        ],
        "credential": "token"
      },
      "createExport": {
        "method": "POST",
        "path": "/v3/exports",
        "retry": "unless-sent",
        "success": 201,
        "mediaTypes": [
          "application/vnd.api+json"
        ],
        "credential": "token"
      },
      "retrieveExport": {
        "method": "GET",
        "path": "/v3/exports/{id}",
        "retry": "always",
        "success": 200,
        "mediaTypes": [
          "application/vnd.api+json"
        ],
        "credential": "token"
      },
      "updateExport": {
        "method": "PATCH",
        "path": "/v3/exports/{id}",
        "retry": "always",
        "success": 200,
        "mediaTypes": [
          "application/vnd.api+json"
        ],
        "credential": "token"
      },
      "downloadExport": downloadExport_1
    },
    "token": {
      "audience": "api.didww.com",
      "scope": "full"
    },
    "filters": {
      "cdr_in": {
        "from": "from",
        "to": "to",
        "did": "did_number"
      },
      "cdr_out": {
        "from": "from",
        "to": "to",
        "trunk": "voice_out_trunk.id"
      },
      "sms_in": {
        "from": "from",
        "to": "to",
        "trunk": "sms_trunk.id"
      },
      "sms_out": {
        "from": "from",
        "to": "to",
        "trunk": "sms_trunk.id"
      }
    },
    "callbackMethods": [
      "post",
      "get"
    ],
    "timeFormat": "%Y-%m-%d %H:%M:%S",
    "reference": {
      "attribute": "external_reference_id",
      "filter": "external_reference_id"
    }
  }
}

export const filterValues: { readonly [V in ApiVersion]: FilterValues } = {
  "2021-12-15": {
    "inexact": [],
    "manyValued": []
  },
  "2022-05-10": {
    "inexact": [],
    "manyValued": []
  },
  "2026-04-16": {
    "inexact": [],
    "manyValued": []
  },
  "2026-11-19": {
    "inexact": [
      "source_address_cont",
      "destination_address_cont"
    ],
    "manyValued": [
      "trunk_type",
      "sms_trunk.id",
      "sender_id_verification.id"
    ]
  }
}

export const signingKeys: { readonly [V in ApiVersion]: SigningKey } = {
  "2021-12-15": "api-key",
  "2022-05-10": "api-key",
  "2026-04-16": "api-key",
  "2026-11-19": "callback-secret"
}

export const timeLimits: { readonly [V in ApiVersion]: TimeLimits } = {
  "2021-12-15": {
    "window": {
      "previousMonths": 2
    },
    "retention": {
      "months": 1
    }
  },
  "2022-05-10": {
    "window": {
      "previousMonths": 2
    },
    "retention": {
      "months": 1
    }
  },
  "2026-04-16": {
    "window": {
      "previousMonths": 2
    },
    "retention": {
      "months": 1
    }
  },
  "2026-11-19": {
    "window": {
      "previousMonths": 2
    },
    "retention": {
      "months": 1
    }
  }
}

export const callbackFacts: { readonly [V in ApiVersion]: CallbackFacts } = {
  "2021-12-15": v2021_12_15_2,
  "2022-05-10": v2021_12_15_2,
  "2026-04-16": {
    "event": "exportCompleted",
    "mediaType": "application/x-www-form-urlencoded",
    "signature": {
      "header": "X-DIDWW-Signature",
      "pattern": "^[0-9a-f]{40}$"
    },
    "parameters": [
      "id",
      "type",
      "status",
      "url"
    ],
    "required": [
      "id",
      "type",
      "status"
    ],
    "constants": {
      "type": "exports",
      "status": "completed"
    }
  },
  "2026-11-19": {
    "event": "exportCompleted",
    "mediaType": "application/x-www-form-urlencoded",
    "signature": {
      "header": "X-DIDWW-Signature",
      "pattern": "^[0-9a-f]{40}$"
    },
    "parameters": [
      "id",
      "type",
      "status",
      "url"
    ],
    "required": [
      "id",
      "type",
      "status",
      "url"
    ],
    "constants": {
      "type": "exports",
      "status": "completed"
    }
  }
}

export const deliveries: { readonly [V in ApiVersion]: Delivery } = {
  "2021-12-15": v2021_12_15_3,
  "2022-05-10": v2021_12_15_3,
  "2026-04-16": v2021_12_15_3,
  "2026-11-19": v2021_12_15_3
}
