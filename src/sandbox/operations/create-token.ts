import { facts } from '../../../generated/facts.js'
import { tokenFacts } from '../../../generated/token-facts.js'
import type { Token, TokenRequest } from '../../../generated/token.js'
import { type ApiVersion, apiVersions } from '../../../generated/versions.js'
import { isKey } from '../authenticate.js'
import type { Context } from '../context.js'
import { propertiesOf, resolve } from '../document/resolve.js'
import { Refusal } from '../refusal.js'
import { signedToken } from '../tokens.js'
import { type Reply, textReply } from '../wire/reply.js'
import { pointerOf } from './explain.js'

/** The versions whose operations take tokens. */
const tokenVersions: readonly ApiVersion[] = apiVersions.filter((version) => facts[version].token)

const refuse = (status: number, code: string, detail: string): Refusal =>
  new Refusal(status, [{ code, detail, status: String(status) }])

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw refuse(400, 'invalid_request', 'The body is not JSON')
  }
}

/** The checked request for a token. */
const requestOf = ({ api, endpoint, request }: Context): TokenRequest => {
  const given = parsed(request.body)
  const validate = api.validator(endpoint.body?.schema ?? {})
  if (validate(given)) return given as TokenRequest
  const [error] = validate.errors ?? []
  throw refuse(400, 'invalid_request', `${error ? pointerOf(error).slice(1) : 'the body'} is missing or not valid`)
}

/** The scope that is granted; for an unknown one, its nearest known ancestor. */
const granted = (scope: string): string => {
  const [known = ''] = scope.split(':', 1)
  if (scope === 'full' || known === 'read') return known
  throw refuse(400, 'invalid_scope', `There is no scope ${scope}`)
}

/** How long a token lasts: the requested time, within the documented limits. */
const secondsOf = ({ api: { document }, endpoint }: Context, { expires_in: asked }: TokenRequest): number => {
  const given = propertiesOf(document, endpoint.body?.schema ?? {})['expires_in'] ?? {}
  const told = propertiesOf(document, endpoint.success.schema ?? {})['expires_in'] ?? {}
  const { minimum = 0, maximum = Infinity } = resolve(document, told)
  return Math.min(maximum, Math.max(minimum, asked ?? Number(resolve(document, given).default)))
}

/** Makes a token that this sandbox accepts until it expires by its clock. */
export const createToken = (context: Context): Reply => {
  const { account, request, now } = context
  const key = request.headers.get(tokenFacts.keyHeader)
  if (!isKey(key, account.apiKey)) throw refuse(401, 'invalid_client', 'The key was refused')
  const asked = requestOf(context)
  const version = asked.api_version ?? tokenVersions.at(-1) ?? ''
  if (!(apiVersions as readonly string[]).includes(version)) {
    throw refuse(400, 'invalid_request', `There is no version ${version}`)
  }
  const { aud } = asked
  const scope = granted(asked.scope ?? 'full')
  const seconds = secondsOf(context, asked)
  const iat = Math.floor(now / 1000)
  const claims = { aud, scope, api_version: version, iat, exp: iat + seconds }
  const token: Token = {
    access_token: signedToken(claims, account.world.seed),
    token_type: tokenFacts.tokenType,
    ...{ expires_in: seconds, aud, scope, api_version: version },
  }
  const reply = textReply(tokenFacts.success, tokenFacts.mediaType, JSON.stringify(token))
  return { ...reply, headers: { ...reply.headers, 'Cache-Control': 'no-store', Pragma: 'no-cache' } }
}
