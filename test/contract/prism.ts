import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createLogger } from '@stoplight/prism-core'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { createServer } from '@stoplight/prism-http-server'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of the Prism server of each dated version. */
    prism: Record<string, string>
  }
}

const FOLDER = 'generated/openapi'

interface Server {
  version: string
  url: string
  close: () => Promise<void>
}

const servePrism = async (file: string): Promise<Server> => {
  const operations = await getHttpOperationsFromSpec(join(FOLDER, file))
  // Prism really calls what a request names under `callbacks`.
  const silent = operations.map((operation) => ({ ...operation, callbacks: [] }))
  const server = createServer(silent, {
    cors: false,
    components: { logger: createLogger('prism', { enabled: false }) },
    config: {
      mock: { dynamic: false },
      validateRequest: true,
      validateResponse: true,
      checkSecurity: true,
      errors: false,
      isProxy: false,
      upstreamProxy: undefined,
    },
  })
  const url = await server.listen(0, '127.0.0.1')
  return { version: file.replace('.json', ''), url, close: () => server.close() }
}

/** Serves every dated version; tests read the origins with `inject('prism')`. */
export const setup = async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.json'))
  const servers = await Promise.all(files.map(servePrism))
  provide('prism', Object.fromEntries(servers.map(({ version, url }) => [version, url])))
  return async () => {
    await Promise.all(servers.map(({ close }) => close()))
  }
}
