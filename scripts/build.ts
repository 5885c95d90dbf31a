/**
 * Builds the package into `dist/`. The compiler writes declarations; esbuild writes one script for each entry of
 * package.json, and shared chunks. The descriptions of the API are copied.
 */
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { build, transform } from 'esbuild'
import { tidyDeclarations, writeDeclarations } from './package/declarations.js'
import { bundledEntries, importedEntries } from './package/entries.js'
import { buildReportPage } from './package/report-page.js'

const entries = await bundledEntries()

for (const folder of ['dist/src', 'dist/generated', 'dist/openapi']) await rm(folder, { recursive: true, force: true })
await writeDeclarations()
await tidyDeclarations(await importedEntries())
const { metafile } = await build({
  // Scripts are in the same folders below dist/ as their sources, so that they find the files they load.
  entryPoints: entries.map(({ source, script }) => ({ in: source, out: script.replace(/\.js$/, '') })),
  outdir: '.',
  bundle: true,
  splitting: true,
  chunkNames: 'dist/src/shared/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  // Docstrings are in the declarations.
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
  lineLimit: 120,
  logLevel: 'warning',
})

/** The scripts that a script loads, itself included. */
const reachedFrom = (script: string, reached = new Set<string>()): Set<string> => {
  if (reached.has(script)) return reached
  reached.add(script)
  for (const { path } of metafile.outputs[script]?.imports ?? []) reachedFrom(path, reached)
  return reached
}
// What runs in pages is made small by the bundler that packs it. Elsewhere local names are shortened; those of functions
// and classes are kept for readable stack traces.
const forPages = reachedFrom('dist/src/web/index.js')
for (const script of Object.keys(metafile.outputs).filter((one) => !forPages.has(one))) {
  const { code } = await transform(await readFile(script, 'utf8'), {
    minify: true,
    keepNames: true,
    format: 'esm',
    target: 'node20.19',
    lineLimit: 120,
  })
  await writeFile(script, code)
}

// The descriptions as they are shipped: without the samples, which are for our pages, and without the line ends and
// blanks that make a change to them readable.
await mkdir('dist/openapi', { recursive: true })
for (const name of await readdir('generated/openapi')) {
  const document = JSON.parse(await readFile(`generated/openapi/${name}`, 'utf8')) as unknown
  await writeFile(
    `dist/openapi/${name}`,
    JSON.stringify(document, (key, value: unknown) => (key === 'x-codeSamples' ? undefined : value)),
  )
}
await buildReportPage('dist/src/cli/report.html.br')
await chmod('dist/src/cli/main.js', 0o755)
