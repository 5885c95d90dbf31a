import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** What a bundler makes of some lines that import from the package, as a page or a worker gets it. */
export interface WebBundle {
  readonly code: string
  /** Bytes after gzip at its best. */
  readonly gzip: number
  /** Everything that went in, and every import that stayed outside. */
  readonly inputs: readonly string[]
}

/** Bundles for a browser. It fails when anything of Node.js is reachable, since there is none to be found there. */
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
