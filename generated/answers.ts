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
        "url",
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
        "url": {
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
      },
      "links": {
        "type": [
          "object"
        ],
        "members": {
          "next": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      }
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
        "export_type"
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
        "export_type": {
          "type": [
            "string"
          ]
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
        "url"
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
        },
        "links": {
          "type": [
            "object"
          ],
          "members": {
            "next": {
              "type": [
                "string",
                "null"
              ]
            }
          }
        }
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
        },
        "links": {
          "type": [
            "object"
          ],
          "members": {
            "next": {
              "type": [
                "string",
                "null"
              ]
            }
          }
        }
      }
    },
    "createExport": createExport_3,
    "retrieveExport": createExport_3,
    "updateExport": createExport_3
  }
}
