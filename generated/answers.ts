// Written by `npm run generate` from spec/. Do not edit.

import type { ApiVersion } from './versions.js'

/** What is checked of a JSON value. */
export interface Shape {
  readonly type: readonly string[]
  readonly format?: 'uuid'
  /** The only values allowed. */
  readonly values?: readonly (string | null)[]
  readonly required?: readonly string[]
  readonly members?: { readonly [name: string]: Shape }
  readonly items?: Shape
}

export interface AnswerShapes {
  readonly createExport: Shape
  readonly listExports: Shape
  readonly retrieveExport: Shape
  readonly updateExport?: Shape
}

const items_1 = {
  "type": [
    "object"
  ],
  "required": [
    "id",
    "type",
    "attributes"
  ],
  "members": {
    "id": {
      "type": [
        "string"
      ],
      "format": "uuid"
    },
    "type": {
      "type": [
        "string"
      ],
      "values": [
        "exports"
      ]
    },
    "attributes": {
      "type": [
        "object"
      ],
      "required": [
        "status",
        "created_at",
        "url",
        "callback_url",
        "callback_method",
        "export_type"
      ],
      "members": {
        "status": {
          "type": [
            "string"
          ],
          "values": [
            "Pending",
            "Processing",
            "Completed"
          ]
        },
        "created_at": {
          "type": [
            "string"
          ]
        },
        "url": {
          "type": [
            "string",
            "null"
          ]
        },
        "callback_url": {
          "type": [
            "string",
            "null"
          ]
        },
        "callback_method": {
          "type": [
            "string",
            "null"
          ]
        },
        "export_type": {
          "type": [
            "string"
          ]
        }
      }
    }
  }
} as const

const meta_1 = {
  "type": [
    "object"
  ],
  "members": {
    "total_records": {
      "type": [
        "integer"
      ]
    },
    "api_version": {
      "type": [
        "string"
      ]
    }
  }
} as const

const links_1 = {
  "type": [
    "object"
  ],
  "members": {
    "first": {
      "type": [
        "string"
      ]
    },
    "last": {
      "type": [
        "string"
      ]
    },
    "next": {
      "type": [
        "string"
      ]
    },
    "prev": {
      "type": [
        "string"
      ]
    }
  }
} as const

const createExport_1 = {
  "type": [
    "object"
  ],
  "required": [
    "data"
  ],
  "members": {
    "data": items_1,
    "meta": {
      "type": [
        "object"
      ],
      "members": {
        "api_version": {
          "type": [
            "string"
          ]
        }
      }
    }
  }
} as const

const v2021_12_15_1 = {
  "listExports": {
    "type": [
      "object"
    ],
    "required": [
      "data"
    ],
    "members": {
      "data": {
        "type": [
          "array"
        ],
        "items": items_1
      },
      "meta": meta_1,
      "links": links_1
    }
  },
  "createExport": createExport_1,
  "retrieveExport": createExport_1
} as const

const items_2 = {
  "type": [
    "object"
  ],
  "required": [
    "id",
    "type",
    "attributes"
  ],
  "members": {
    "id": {
      "type": [
        "string"
      ],
      "format": "uuid"
    },
    "type": {
      "type": [
        "string"
      ],
      "values": [
        "exports"
      ]
    },
    "attributes": {
      "type": [
        "object"
      ],
      "required": [
        "status",
        "url",
        "created_at",
        "callback_url",
        "callback_method",
        "export_type",
        "external_reference_id",
        "filters"
      ],
      "members": {
        "status": {
          "type": [
            "string"
          ],
          "values": [
            "pending",
            "processing",
            "completed"
          ]
        },
        "url": {
          "type": [
            "string",
            "null"
          ]
        },
        "created_at": {
          "type": [
            "string",
            "null"
          ]
        },
        "callback_url": {
          "type": [
            "string",
            "null"
          ]
        },
        "callback_method": {
          "type": [
            "string",
            "null"
          ]
        },
        "export_type": {
          "type": [
            "string"
          ]
        },
        "external_reference_id": {
          "type": [
            "string",
            "null"
          ]
        },
        "filters": {
          "type": [
            "object"
          ],
          "members": {
            "from": {
              "type": [
                "string"
              ]
            },
            "to": {
              "type": [
                "string"
              ]
            },
            "year": {
              "type": [
                "string"
              ]
            },
            "month": {
              "type": [
                "string"
              ]
            }
          }
        }
      }
    }
  }
} as const

const createExport_2 = {
  "type": [
    "object"
  ],
  "required": [
    "data"
  ],
  "members": {
    "data": items_2,
    "meta": {
      "type": [
        "object"
      ],
      "members": {
        "api_version": {
          "type": [
            "string"
          ]
        }
      }
    }
  }
} as const

const items_3 = {
  "type": [
    "object"
  ],
  "required": [
    "id",
    "type",
    "attributes"
  ],
  "members": {
    "id": {
      "type": [
        "string"
      ],
      "format": "uuid"
    },
    "type": {
      "type": [
        "string"
      ],
      "values": [
        "exports"
      ]
    },
    "attributes": {
      "type": [
        "object"
      ],
      "required": [
        "export_type",
        "status",
        "url",
        "filters",
        "callback_url",
        "callback_method",
        "external_reference_id",
        "created_at"
      ],
      "members": {
        "export_type": {
          "type": [
            "string"
          ]
        },
        "status": {
          "type": [
            "string"
          ],
          "values": [
            "pending",
            "processing",
            "completed"
          ]
        },
        "url": {
          "type": [
            "string",
            "null"
          ]
        },
        "filters": {
          "type": [
            "object"
          ],
          "members": {
            "from": {
              "type": [
                "string"
              ]
            },
            "to": {
              "type": [
                "string"
              ]
            }
          }
        },
        "callback_url": {
          "type": [
            "string",
            "null"
          ]
        },
        "callback_method": {
          "type": [
            "string",
            "null"
          ]
        },
        "external_reference_id": {
          "type": [
            "string",
            "null"
          ]
        },
        "created_at": {
          "type": [
            "string",
            "null"
          ]
        }
      }
    }
  }
} as const

const createExport_3 = {
  "type": [
    "object"
  ],
  "required": [
    "data"
  ],
  "members": {
    "data": items_3,
    "meta": {
      "type": [
        "object"
      ],
      "members": {
        "api_version": {
          "type": [
            "string"
          ]
        }
      }
    }
  }
} as const

export const answers: { readonly [V in ApiVersion]: AnswerShapes } = {
  "2021-12-15": v2021_12_15_1,
  "2022-05-10": v2021_12_15_1,
  "2026-04-16": {
    "listExports": {
      "type": [
        "object"
      ],
      "required": [
        "data"
      ],
      "members": {
        "data": {
          "type": [
            "array"
          ],
          "items": items_2
        },
        "meta": meta_1,
        "links": links_1
      }
    },
    "createExport": createExport_2,
    "retrieveExport": createExport_2,
    "updateExport": createExport_2
  },
  "2026-11-19": {
    "listExports": {
      "type": [
        "object"
      ],
      "required": [
        "data"
      ],
      "members": {
        "data": {
          "type": [
            "array"
          ],
          "items": items_3
        },
        "meta": meta_1,
        "links": links_1
      }
    },
    "createExport": createExport_3,
    "retrieveExport": createExport_3,
    "updateExport": createExport_3
  }
}
