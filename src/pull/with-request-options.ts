import type { RequestOptions } from '../client/options.js'
import type { ApiVersion } from '../client/types.js'
import type { VersionedClient } from '../versioned-client.js'
import type { PullClient } from './advance-context.js'

/** The client, with options for each of its requests. */
export const withRequestOptions = (client: PullClient, given: RequestOptions): PullClient => {
  const { create, retrieve, list, download } = client as VersionedClient<ApiVersion>
  const own: Pick<VersionedClient<ApiVersion>, 'create' | 'retrieve' | 'list' | 'download'> = {
    create: (attributes, options) => create(attributes, { ...given, ...options }),
    retrieve: (id, options) => retrieve(id, { ...given, ...options }),
    list: (query, options) => list(query, { ...given, ...options }),
    download: (done, options) => download(done, { ...given, ...options }),
  }
  return { ...client, ...own }
}
