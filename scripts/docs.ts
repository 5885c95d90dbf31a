/**
 * Builds the reference of every dated version into `dist/docs/`.
 *
 *     npm run docs:build
 *     npm run docs [-- --port 8080]  also serves it, until SIGINT or SIGTERM
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildDocs } from './docs/build.js'
import { untilStopped } from './docs/lifetime.js'
import { lintSpecs } from './docs/lint.js'
import { serveFolder } from './docs/serve.js'

const FOLDER = 'dist/docs'

const { values } = parseArgs({
  options: { serve: { type: 'boolean', default: false }, port: { type: 'string', default: '8080' } },
})

const build = async (): Promise<boolean> => {
  const { findings, summary, passed } = await lintSpecs()
  for (const finding of findings) console.error(finding)
  console.log(summary)
  if (!passed) return false
  for (const name of await buildDocs(FOLDER)) console.log(`wrote ${join(FOLDER, name)}`)
  return true
}

const serve = async (): Promise<void> => {
  const { url, close } = await serveFolder(FOLDER, Number(values.port))
  console.log(`serving ${url}`)
  untilStopped((signal) => {
    process.exitCode = signal === 'SIGINT' ? 130 : 143
    void close()
  })
}

if (!/^\d+$/.test(values.port) || Number(values.port) > 65_535) {
  console.error(`--port ${values.port}: not a port`)
  process.exitCode = 2
} else if (!(await build())) process.exitCode = 1
else if (values.serve) await serve()
