/**
 * Builds the package into `dist/`. The compiler writes declarations; esbuild writes one script for each entry of
 * package.json, and shared chunks.
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
  // Names of functions and classes are kept for readable stack traces; docstrings are in the declarations.
  minify: true,
  keepNames: true,
  lineLimit: 120,
  logLevel: 'warning',
})
await chmod('dist/src/cli/main.js', 0o755)
