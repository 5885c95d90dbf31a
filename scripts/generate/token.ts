import { shapeOf } from './answers.js'
import { bodyOf, type Document, missing, operationNamed } from './document.js'

const TYPES = `import type { Shape } from './answers.js'
import type { OperationFacts } from './facts.js'
import type { Token } from './token.js'

/** How to mint a token. */
export interface TokenFacts {
  readonly servers: { readonly production: string; readonly sandbox: string }
  readonly method: 'POST'
  readonly path: string
  readonly operationId: string
  readonly retry: OperationFacts['retry']
  /** Status of a successful answer. */
  readonly success: number
  /** Media type of the request and of the answer. */
  readonly mediaType: string
  readonly keyHeader: string
  /** The word before the token in a header. */
  readonly tokenType: Token['token_type']
  readonly answer: Shape
}
`

/** The facts that the client needs to mint tokens. */
export const renderToken = (document: Document): string => {
  const { method, path, operation, success, answer } = operationNamed(document, 'createToken')
  const { mediaType, schema } = bodyOf(document, answer, 'createToken')
  const key = Object.values(document.components.securitySchemes).find(({ type }) => type === 'apiKey')
  const shape = shapeOf(document, schema)
  const tokenType = shape.members?.['token_type']?.values?.[0]
  if (operation['x-retry'] !== 'always') throw missing('token', 'createToken needs x-retry: always')
  if (key?.name === undefined) throw missing('token', 'there is no scheme for the key')
  if (tokenType === undefined) throw missing('token', 'token_type needs a const')
  const facts = {
    servers: Object.fromEntries(document.servers.map((server) => [server['x-environment'] ?? '', server.url])),
    ...{ method, path, operationId: operation.operationId, retry: operation['x-retry'] },
    ...{ success: Number(success), mediaType, keyHeader: key.name, tokenType, answer: shape },
  }
  return `${TYPES}
export const tokenFacts: TokenFacts = ${JSON.stringify(facts, null, 2)}
`
}
