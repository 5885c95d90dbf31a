import { facts } from '../../generated/facts.js'
import { apiVersions, defaultVersion } from '../../generated/versions.js'
import type { ApiVersion } from '../api/types.js'
import { isApiVersion } from '../client/settings.js'
import type { AnyClient } from '../create-exports-client.js'
import { AuthenticationError } from '../errors/api-error.js'
import { ExportsError } from '../errors/exports-error.js'
import { ProtocolError } from '../errors/protocol-error.js'
import { VersionMismatchError } from '../errors/version-mismatch-error.js'

/** A client of an account; without a version, of the one that is given for it, else of the one that it is served. */
export type ClientOf = (account: string, apiVersion?: ApiVersion) => Promise<AnyClient>

/** Clients that are made when they are first needed, once for each account and version. */
export const clientsOf = (
  make: (account: string, apiVersion: ApiVersion) => AnyClient,
  givenFor: (account: string) => ApiVersion | undefined,
  signal: AbortSignal,
): ClientOf => {
  const clients = new Map<string, Promise<AnyClient>>()
  return (account, version = givenFor(account)) => {
    const key = `${account} ${version ?? ''}`
    const client = clients.get(key) ?? open(account, version)
    clients.set(key, client)
    // What refuses one request, such as a rate limit, may let the next one through.
    client.catch(() => clients.delete(key))
    return client
  }
  async function open(account: string, version: ApiVersion | undefined): Promise<AnyClient> {
    return version ? make(account, version) : clientOfAccount((one) => make(account, one), signal)
  }
}

/** A client of the account in a version. */
type MakeClient = (apiVersion: ApiVersion) => AnyClient

/** An account ignores a request for an older version than its own, so this one makes it say its own. */
const OLDEST = apiVersions.find((version) => facts[version].token === undefined) ?? defaultVersion

/** The newest version that is called with tokens. An account that is served it refuses its key on a normal call. */
const WITH_TOKENS = apiVersions.findLast((version) => facts[version].token !== undefined)

/**
 * Finds out with one request which version an account is served, and gives a client of it. Where a pull lists exports
 * before it creates one, only to see which version answers, that client has the answer already.
 *
 * @throws {VersionMismatchError} when it is served a version that this package does not know.
 */
export const clientOfAccount = async (make: MakeClient, signal: AbortSignal): Promise<AnyClient> => {
  const oldest = make(OLDEST)
  try {
    const page = await oldest.list(undefined, { signal })
    return withFirstPage(oldest, page)
  } catch (error) {
    return await clientInstead(make, error, signal)
  }
}

/**
 * Does work that changes nothing in the default version, and again in the one that the account is served, if that is
 * another one.
 */
export const withServedVersion = async <T>(
  make: MakeClient,
  signal: AbortSignal,
  work: (client: AnyClient) => Promise<T>,
): Promise<T> => {
  try {
    return await work(make(defaultVersion))
  } catch (error) {
    const client = await clientInstead(make, error, signal)
    return work(client).catch((next: unknown) => {
      // What claims to be that version does not have its form.
      throw next instanceof ProtocolError ? error : next
    })
  }
}

/**
 * A client of the version that the account is served, by what it answered to another one.
 *
 * What is not documented is handled both ways: an account that refuses its key is asked again with a token; when that
 * fails too, the first refusal stands.
 */
const clientInstead = async (make: MakeClient, error: unknown, signal: AbortSignal): Promise<AnyClient> => {
  if (error instanceof VersionMismatchError && isApiVersion(error.served)) return make(error.served)
  if (!(error instanceof AuthenticationError) || WITH_TOKENS === undefined) throw error
  try {
    const client = make(WITH_TOKENS)
    await client.list({ page: { size: 1 } }, { signal })
    return client
  } catch (second) {
    if (second instanceof VersionMismatchError && isApiVersion(second.served)) return make(second.served)
    throw second instanceof ExportsError ? error : second
  }
}

/** The same client, which need not ask again for the page that it has just got. */
const withFirstPage = (client: AnyClient, page: Awaited<ReturnType<AnyClient['list']>>): AnyClient => {
  let first: typeof page | undefined = page
  return {
    ...client,
    list: async (query, options) => {
      const known = query === undefined ? first : undefined
      first = undefined
      return known ?? client.list(query, options)
    },
  }
}
