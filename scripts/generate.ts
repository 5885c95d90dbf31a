/**
 * Compiles `spec/` into `generated/`.
 *
 *     npm run generate             writes what changed
 *     npm run generate -- --check  writes nothing, exits 1 when a committed file is out of date
 *     npm run generate -- --watch  writes again whenever the spec changes
 */
import { watch } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import openapiTS, { astToString } from 'openapi-typescript'
import { renderAnswers } from './generate/answers.js'
import { renderCalls } from './generate/calls.js'
import { bundleAll } from './generate/bundle.js'
import { renderColumns } from './generate/columns.js'
import type { Document } from './generate/document.js'
import { renderFacts } from './generate/facts.js'
import { renderToken } from './generate/token.js'
import { renderRows } from './generate/rows.js'
import { overviewOf, renderOverview } from './generate/overview.js'
import { renderVersions } from './generate/versions.js'

const TARGET = 'generated'
const BANNER = 'Written by `npm run generate` from spec/. Do not edit.'

const typescript = (text: string): string => `// ${BANNER}\n\n${text}`

/** The types of one version, from its bundled document. */
const renderTypes = async (bundle: string): Promise<string> =>
  astToString(
    await openapiTS(bundle, {
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
      defaultNonNullable: false,
      silent: true,
    }),
  )

/** The content of every generated file, by its path below `generated/`. */
const render = async (): Promise<Map<string, string>> => {
  const specs = (await readdir('spec')).filter((name) => /^\d{4}-\d{2}-\d{2}\.yaml$/.test(name)).sort()
  const [token = '', ...bundles] = await bundleAll(['token.yaml', ...specs].map((name) => join('spec', name)))
  const documents = bundles.map((text) => JSON.parse(text) as Document)
  const files = new Map<string, string>()
  const bundled = (document: Document): string => JSON.stringify({ 'x-generated': BANNER, ...document }, null, 2) + '\n'
  for (const [index, document] of documents.entries()) {
    const { version } = document.info
    if (specs[index] !== `${version}.yaml`) throw new Error(`spec/${specs[index] ?? ''} says it is version ${version}`)
    files.set(`${version}.ts`, typescript(await renderTypes(bundles[index] ?? '')))
    files.set(`openapi/${version}.json`, bundled(document))
  }
  const tokens = JSON.parse(token) as Document
  files.set('token.ts', typescript(await renderTypes(token)))
  files.set('token-facts.ts', typescript(renderToken(tokens)))
  files.set('openapi/token.json', bundled(tokens))
  const overview = overviewOf(documents)
  files.set('versions.md', `<!-- ${BANNER} -->\n\n${renderOverview(overview)}`)
  files.set('versions.json', JSON.stringify({ 'x-generated': BANNER, ...overview }, null, 2) + '\n')
  files.set('versions.ts', typescript(renderVersions(documents)))
  files.set('facts.ts', typescript(renderFacts(documents)))
  files.set('columns.ts', typescript(renderColumns(documents)))
  files.set('rows.ts', typescript(renderRows(documents)))
  files.set('calls.ts', typescript(renderCalls(documents)))
  files.set('answers.ts', typescript(renderAnswers(documents)))
  return files
}

const committed = async (): Promise<Map<string, string>> => {
  const entries = await readdir(TARGET, { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  return new Map(paths.map((path, index) => [path.slice(TARGET.length + 1), texts[index] ?? '']))
}

/** Paths whose committed content differs from what the spec says, including files that should not exist. */
const outdatedFiles = async (wanted: Map<string, string>): Promise<string[]> => {
  const present = await committed()
  const all = new Set([...wanted.keys(), ...present.keys()])
  return [...all].filter((path) => wanted.get(path) !== present.get(path)).sort()
}

const write = async (): Promise<void> => {
  const wanted = await render()
  const outdated = await outdatedFiles(wanted)
  for (const path of outdated) {
    const target = join(TARGET, path)
    const text = wanted.get(path)
    if (text === undefined) await rm(target)
    else {
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, text)
    }
    console.log(text === undefined ? `removed ${target}` : `wrote ${target}`)
  }
  if (outdated.length === 0) console.log('generated/ is up to date')
}

const check = async (): Promise<void> => {
  const outdated = await outdatedFiles(await render())
  for (const path of outdated) console.error(`${TARGET}/${path} is out of date; run: npm run generate`)
  if (outdated.length > 0) process.exitCode = 1
  else console.log('generated/ matches spec/')
}

const watchSpec = async (): Promise<void> => {
  const again = (): Promise<void> =>
    write().catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
    })
  await again()
  let timer: NodeJS.Timeout | undefined
  let work = Promise.resolve()
  watch('spec', { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      work = work.then(again)
    }, 100)
  })
  console.log('watching spec/')
}

const { values } = parseArgs({ options: { check: { type: 'boolean' }, watch: { type: 'boolean' } } })
await (values.check ? check() : values.watch ? watchSpec() : write())
