import type { JsonClient, Updating } from '../client/client.js'
import type { ClientOptions } from '../client/options.js'
import type { ApiVersion, VersionWith } from '../client/types.js'

/**
 * A client without files: `download()`, `records()` and `pull()` need Node.js and are not there. Without a
 * parameter it is the union of the clients of all versions.
 */
export type ExportsClient<V extends ApiVersion = ApiVersion> =
  V extends VersionWith<'update'> ? JsonClient<V> & Updating<V> : V extends ApiVersion ? JsonClient<V> : never

/** What a client is made of. There are no files, so there is no option for where they come from. */
export type WebClientOptions<V extends ApiVersion | undefined = ApiVersion | undefined> = Omit<
  ClientOptions<V>,
  'fileOrigins'
>
