import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { callbackFacts } from '../../../generated/facts.js'
import { apiVersions } from '../../../generated/versions.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { descriptionOf, tokenDescription } from '../document/load.js'
import { pointerOf } from '../operations/explain.js'
import type { Fault, FaultAction } from './fault.js'

let compiled: ValidateFunction | undefined

const validate = (): ValidateFunction =>
  (compiled ??= new Ajv2020({ strict: false, allErrors: true }).compile(faultSchema))

/** `/0/do/rest` of the validator as people write it: `faults[0].do.rest`. */
const nameOf = (error: ErrorObject): string =>
  `faults${pointerOf(error)
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')}`

const problemOf = ({ keyword, message = 'is not valid', params }: ErrorObject): string => {
  if (keyword === 'required' || keyword === 'dependentRequired') return 'is missing'
  if (keyword === 'additionalProperties') return 'is not known'
  if (keyword === 'enum') return `must be one of ${(params as { allowedValues: unknown[] }).allowedValues.join(', ')}`
  return message
}

const invalid = (what: string): ConfigurationError =>
  new ConfigurationError('invalid_option', what, {
    hint: 'A fault is { on, nth?, match?, do }; its types say what `do` can hold.',
  })

/** Members that exclude each other. */
const EXCLUSIVE: readonly (keyof FaultAction)[] = ['loseAnswer', 'late', 'reset', 'stall', 'truncate']

const EVENTS: ReadonlySet<string> = new Set(apiVersions.map((version) => callbackFacts[version].event))

/** Whether a name is a webhook rather than an operation. */
export const isEvent = (name: string): boolean => EVENTS.has(name)

/**
 * Checks faults from code or a file.
 *
 * @throws {ConfigurationError} naming the fault and the member that is wrong.
 * @example
 * sandbox.inject(...checkFaults(JSON.parse(await readFile('faults.json', 'utf8'))))
 */
export const checkFaults = (given: unknown): readonly Fault[] => {
  const check = validate()
  if (!check(given)) {
    const error = check.errors?.find(({ keyword }) => keyword !== 'if')
    throw invalid(error ? `${nameOf(error)} ${problemOf(error)}` : 'faults are not valid')
  }
  const faults = given as readonly Fault[]
  const known = new Set(
    [...apiVersions.map(descriptionOf), tokenDescription()].flatMap(({ endpoints }) =>
      endpoints.map((one) => one.operationId),
    ),
  )
  for (const [i, fault] of faults.entries()) {
    if (fault.on !== '*' && !isEvent(fault.on) && !known.has(fault.on)) {
      const names = [...known, ...EVENTS].join(', ')
      throw invalid(`faults[${i}].on ${JSON.stringify(fault.on)} is not an operation: use ${names} or *`)
    }
    if (
      isEvent(fault.on) !== (fault.do.callback !== undefined) ||
      (isEvent(fault.on) && Object.keys(fault.do).length > 1)
    ) {
      throw invalid(`faults[${i}].do has callback with ${[...EVENTS].join(', ')}, alone and only there`)
    }
    const both = EXCLUSIVE.filter((name) => fault.do[name] !== undefined)
    if (both.length > 1) throw invalid(`faults[${i}].do has ${both.join(' and ')}, of which only one can happen`)
    if (fault.do.length === 'none' && fault.do.framing === 'length') {
      throw invalid(`faults[${i}].do has length none, which the framing length cannot have`)
    }
  }
  return faults
}

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

/** The JSON schema of a list of faults. */
const faultSchema: object = {
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
