// Written by `npm run generate` from spec/. Do not edit.

import type { Shape } from './answers.js'
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

export const tokenFacts: TokenFacts = {
  "servers": {
    "production": "https://auth.didww.com",
    "sandbox": "https://auth-sandbox.didww.com"
  },
  "method": "POST",
  "path": "/token",
  "operationId": "createToken",
  "retry": "always",
  "success": 200,
  "mediaType": "application/json",
  "keyHeader": "Api-Key",
  "tokenType": "Bearer",
  "answer": {
    "type": [
      "object"
    ],
    "required": [
      "access_token",
      "token_type",
      "expires_in"
    ],
    "members": {
      "access_token": {
        "type": [
          "string"
        ]
      },
      "token_type": {
        "type": [
          "string"
        ],
        "values": [
          "Bearer"
        ]
      },
      "expires_in": {
        "type": [
          "integer"
        ]
      },
      "aud": {
        "type": []
      },
      "scope": {
        "type": [
          "string"
        ]
      },
      "api_version": {
        "type": [
          "string"
        ]
      }
    }
  }
}
