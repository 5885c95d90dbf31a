/**
 * Builds the package into `dist/`: declarations by the compiler, one script for each entry and what they share by
 * esbuild. Entries are read from package.json, so that a new one is built as soon as it is there.
 */
import { execFileSync } from 'node:child_process'
import { chmod, rm } from 'node:fs/promises'
import { build } from 'esbuild'
import { tidyDeclarations } from './package/declarations.js'
import { bundledEntries, importedEntries } from './package/entries.js'

const entries = await bundledEntries()

for (const folder of ['dist/src', 'dist/generated']) await rm(folder, { recursive: true, force: true })
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
await tidyDeclarations(await importedEntries())
await build({
  // Where they lie below dist/ is where their sources lie, so that what they load beside them is found.
  entryPoints: entries.map(({ source, script }) => ({ in: source, out: script.replace(/\.js$/, '') })),
  outdir: '.',
  bundle: true,
  splitting: true,
  chunkNames: 'dist/src/shared/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  // Names stay, so that a stack trace can be read; what is said about them is in the declarations.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 120,
  logLevel: 'warning',
})
await chmod('dist/src/cli/main.js', 0o755)
