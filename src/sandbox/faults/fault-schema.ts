const bytes = { type: 'integer' }
const milliseconds = { type: 'number', minimum: 0 }
const texts = { type: 'object', additionalProperties: { type: 'string' } }

const action = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: {
    status: { type: 'integer', minimum: 100, maximum: 999 },
    body: { type: 'string' },
    contentType: { type: 'string' },
    headers: texts,
    redirect: { type: 'string' },
    carriedOut: { type: 'boolean' },
    delay: milliseconds,
    loseAnswer: { const: true },
    late: milliseconds,
    lag: milliseconds,
    stale: { type: ['string', 'boolean'], not: { const: false } },
    reset: { if: { type: 'string' }, then: { const: 'before headers' }, else: bytes },
    stall: bytes,
    slow: { type: 'number', exclusiveMinimum: 0 },
    truncate: bytes,
    length: { enum: ['right', 'wrong', 'none'] },
    framing: { enum: ['length', 'chunked', 'close'] },
    corrupt: {
      if: { type: 'object' },
      then: {
        required: ['flip'],
        additionalProperties: false,
        properties: { flip: { type: 'integer', minimum: 0 } },
      },
      else: { enum: ['crc', 'isize', 'magic', 'garbage', 'zeros', 'second-member', 'html', 'plain'] },
    },
    encoding: { type: 'string' },
    callback: {
      if: { type: 'object' },
      then: { required: ['late'], additionalProperties: false, properties: { late: milliseconds } },
      else: { enum: ['lost', 'doubled', 'tampered'] },
    },
  },
  dependentRequired: { length: ['truncate'], framing: ['truncate'] },
}

const nth = { type: 'integer', minimum: 1 }

/** What a list of faults must be. */
export const faultSchema: object = {
  type: 'array',
  items: {
    type: 'object',
    required: ['on', 'do'],
    additionalProperties: false,
    properties: {
      on: { type: 'string' },
      nth: {
        if: { type: 'string' },
        then: { const: 'every' },
        else: { if: { type: 'array' }, then: { items: nth, minItems: 1 }, else: nth },
      },
      match: {
        type: 'object',
        additionalProperties: false,
        properties: { path: { type: 'string' }, body: { type: 'string' }, headers: texts },
      },
      do: action,
    },
  },
}
