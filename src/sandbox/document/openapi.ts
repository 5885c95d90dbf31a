/** The parts of a bundled document that the sandbox reads. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly (string | null)[]
  readonly const?: string
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  discriminator?: { mapping?: unknown }
}

export interface Parameter {
  readonly $ref?: string
  readonly name: string
  readonly in: 'query' | 'header' | 'path'
  readonly style?: string
  readonly schema: Schema
}

interface Media {
  readonly schema?: Schema
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

export interface DocumentedAnswer {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, Media>>
}

export interface Operation {
  readonly operationId: string
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly $ref?: string; readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, DocumentedAnswer>>
}

export interface SecurityScheme {
  readonly type: string
  readonly in?: string
  readonly name?: string
  readonly scheme?: string
  readonly 'x-audience'?: string
}

export interface OpenApi {
  readonly info: { readonly version: string }
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly responses?: Readonly<Record<string, DocumentedAnswer>>
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>
  }
}
