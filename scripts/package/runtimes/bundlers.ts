import { join } from 'node:path'
import { build as esbuild, version as esbuildVersion } from 'esbuild'
import { build as vite, version as viteVersion } from 'vite'

/** Bundles a program and everything it imports into one script. */
export interface Bundler {
  readonly name: string
  readonly version: string
  /** Returns the script, for Node.js or for a runtime with web standards only. */
  readonly bundle: (folder: string, program: string, platform: 'node' | 'web') => Promise<string>
}

const withEsbuild: Bundler = {
  name: 'esbuild',
  version: esbuildVersion,
  bundle: async (folder, program, platform) => {
    const { outputFiles } = await esbuild({
      entryPoints: [join(folder, program)],
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: platform === 'node' ? 'node' : 'browser',
      conditions: platform === 'node' ? ['node'] : ['worker', 'browser'],
    })
    return outputFiles[0]?.text ?? ''
  },
}

const withVite: Bundler = {
  name: 'Vite',
  version: viteVersion,
  bundle: async (folder, program, platform) => {
    const built = await vite({
      root: folder,
      configFile: false,
      logLevel: 'error',
      ...(platform === 'node' && { ssr: { noExternal: true } }),
      build: {
        write: false,
        minify: true,
        target: 'es2022',
        modulePreload: false,
        ...(platform === 'node' ? { ssr: join(folder, program) } : {}),
        rolldownOptions: {
          input: join(folder, program),
          preserveEntrySignatures: 'strict',
          output: { codeSplitting: false },
        },
      },
    })
    const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []))
    return outputs.find((one) => one.type === 'chunk')?.code ?? ''
  },
}

export const BUNDLERS: readonly Bundler[] = [withEsbuild, withVite]
