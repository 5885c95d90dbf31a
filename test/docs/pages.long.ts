import { afterAll, beforeAll } from 'vitest'
import { apiVersions } from '../../generated/versions.js'
import { buildAndOpen, type BuiltDocs } from './built-docs.js'
import { describePages } from './page-suite.js'

let docs: BuiltDocs
beforeAll(async () => {
  docs = await buildAndOpen()
}, 60_000)
afterAll(() => docs.close())

// `npm test` opens the newest.
describePages(apiVersions.slice(0, -1), () => docs)
