import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** The bundle of a few lines that import from the package, as a page or a worker would load it. */
export interface WebBundle {
  readonly code: string
  /** Bytes after gzip at its highest level. */
  readonly gzip: number
  /** Every bundled file, and every import that was not bundled. */
  readonly inputs: readonly string[]
}

/** Bundles for a browser. It fails if a module of Node.js is imported. */
export const bundleForWeb = async (lines: string, format: 'esm' | 'iife' = 'esm'): Promise<WebBundle> => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: lines, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format,
    globalName: 'didww',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
  })
  const code = outputFiles[0]?.text ?? ''
  return { code, gzip: gzipSync(code, { level: 9 }).byteLength, inputs: Object.keys(metafile.inputs) }
}
