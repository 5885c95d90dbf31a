import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'

const run = promisify(execFile)

/** The benchmark is built into the same folder as the package, so that it measures the published code. */
const SOURCE = 'scripts/bench/records'
const BUILT = join('dist', SOURCE)

/** Builds package and benchmark, because a TypeScript loader would be measured, too. */
export const buildBench = async (): Promise<void> => {
  await run(process.execPath, ['--import', 'tsx', 'scripts/build.ts'])
  await build({
    entryPoints: ['child', 'buffered'].map((name) => join(SOURCE, `${name}.ts`)),
    outdir: BUILT,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  })
}

/** Runs a built script of the benchmark and returns the JSON that it prints. */
export const runScript = async <T>(name: string, ...args: string[]): Promise<T> => {
  const { stdout } = await run(process.execPath, [join(BUILT, name), ...args], { maxBuffer: 2 ** 24 })
  return JSON.parse(stdout) as T
}

/** Time and memory of a process, from start to end. */
export interface Took {
  readonly ms: number
  /** Peak memory in MiB. */
  readonly rss: number
}

/** Prints the peak memory as the last line of stderr. */
const HOOK = `data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))`

/** Runs a process and measures it. */
export const timed = async (args: readonly string[], env: Readonly<Record<string, string>>): Promise<Took> => {
  const began = performance.now()
  const { stderr } = await run(process.execPath, ['--import', HOOK, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    maxBuffer: 2 ** 24,
  })
  const ms = performance.now() - began
  return { ms, rss: Number(stderr.trim().split('\n').at(-1)) / 1024 }
}
