import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSandbox, type Sandbox } from '../../../src/sandbox/index.js'
import { openBrowser } from '../../../test/docs/browser.js'
import { closedMonth } from '../../../test/helpers/closed-month.js'
import { importedEntries } from '../entries.js'
import { run } from '../run.js'
import { BUNDLERS } from './bundlers.js'
import { askPage } from './chromium.js'
import { COMMONJS, ESM, PAGE, TYPED, WEB, WEB_MAIN, WORKER } from './programs.js'
import { COMPILERS, fileOf, type Tool, versionOf } from './tools.js'
import { askWorker } from './workerd.js'

/** A consumer that was built and run. */
export interface Consumer {
  readonly runtime: string
  readonly version: string
  readonly how: string
  /** Why it failed, if it did. */
  readonly error?: string
}

interface Trial {
  readonly runtime: string
  readonly version: string
  readonly how: string
  readonly work: () => Promise<string>
}

/** A sandbox whose exports are completed at once, and how a consumer finds it. */
interface Bench {
  readonly sandbox: Sandbox
  readonly given: Readonly<Record<string, string>>
  readonly env: NodeJS.ProcessEnv
  readonly project: string
}

const openBench = async (project: string): Promise<Bench> => {
  const fast = { pendingFor: 0, processingFor: 0, rateLimit: Infinity }
  const sandbox = createSandbox({ ...fast, realTime: true, rows: 200 })
  const { year, month } = closedMonth.filters
  const given = { baseUrl: await sandbox.listen(), apiKey: sandbox.apiKey, year, month }
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, DIDWW_BASE_URL: given.baseUrl, DIDWW_API_KEY: given.apiKey, YEAR: year, MONTH: month }
  return { sandbox, given, env, project }
}

/** Checks that a consumer printed the id of an export that the sandbox has, and the number of its calls. */
const judge = async ({ sandbox }: Bench, printed: string): Promise<void> => {
  const { id, status, calls } = JSON.parse(printed) as { id: string; status: string; calls?: number }
  const own = sandbox.exports.find((one) => one.id === id)
  const rows = own && (await sandbox.measure(id)).rows
  if (status !== 'Completed' || (calls !== undefined && calls !== rows)) throw new Error(`It printed ${printed}`)
}

/** The programs by the names of their files in the consumer's project. */
const FILES = {
  'esm.mjs': ESM,
  'common.cjs': COMMONJS,
  'web.mjs': WEB,
  'web-main.mjs': WEB_MAIN,
  'worker.mjs': WORKER,
  'page.mjs': PAGE,
}

const nodeTrials = (bench: Bench, version: string, node: string): Trial[] => {
  const { project: cwd, env } = bench
  const script = async (name: string): Promise<string> => (await run(node, [name], { cwd, env })).stdout
  const command = async (): Promise<string> => {
    const args = ['node_modules/didww-exports/dist/src/cli/main.js', 'list', '--json']
    const [first] = JSON.parse((await run(node, args, { cwd, env })).stdout) as [{ id: string; status: string }]
    return JSON.stringify(first)
  }
  const trial = (how: string, work: () => Promise<string>): Trial => ({ runtime: 'Node.js', version, how, work })
  return [
    trial('`import`', () => script('esm.mjs')),
    trial('`require()`', () => script('common.cjs')),
    trial('`/web`', () => script('web-main.mjs')),
    trial('command', command),
  ]
}

const otherTrials = ({ project: cwd, env }: Bench): Trial[] => {
  const started = (runtime: string, tool: Tool, file: string, args: readonly string[]) => {
    const script = async (name: string): Promise<string> =>
      (await run(fileOf(tool, file), [...args, name], { cwd, env })).stdout
    const version = versionOf(tool)
    return [
      { runtime, version, how: '`/web`', work: () => script('web-main.mjs') },
      { runtime, version, how: '`import`', work: () => script('esm.mjs') },
    ]
  }
  return [
    ...started('Deno', 'deno', 'deno', [
      'run',
      '--no-prompt',
      '--allow-env',
      '--allow-net=127.0.0.1',
      '--allow-read',
      '--allow-write',
      '--allow-sys',
      '--node-modules-dir=manual',
    ]),
    ...started('Bun', 'bun', 'bin/bun', ['run', '--no-install']),
  ]
}

const bundleTrials = (bench: Bench, browser: Parameters<typeof askPage>[0]): Trial[] =>
  BUNDLERS.flatMap(({ name, version, bundle }) => {
    const { sandbox, given, env, project } = bench
    const by = `${name} ${version}`
    const inNode = async (): Promise<string> => {
      // Outside the project, so that the bundle cannot use the project's node_modules.
      const alone = join(project, '..', `alone-${name}`)
      await mkdir(alone, { recursive: true })
      await writeFile(join(alone, 'main.mjs'), await bundle(project, 'esm.mjs', 'node'))
      return (await run(process.execPath, ['main.mjs'], { cwd: alone, env })).stdout
    }
    return [
      { runtime: 'Node.js', version: process.version.slice(1), how: `bundled by ${by}`, work: inNode },
      {
        runtime: 'workerd',
        version: versionOf('workerd'),
        how: `\`/web\` bundled by ${by}`,
        work: async () => askWorker(project, await bundle(project, 'worker.mjs', 'web'), given),
      },
      {
        runtime: 'Chromium',
        version: browser.version(),
        how: `\`/web\` bundled by ${by}`,
        work: async () => askPage(browser, sandbox, await bundle(project, 'page.mjs', 'web'), given),
      },
    ]
  })

/** Programs that import every entry and use some, without `skipLibCheck` and without types of Node.js. */
const compilerTrials = (project: string, entries: readonly string[]): Trial[] =>
  COMPILERS.flatMap((tool) =>
    (['NodeNext', 'bundler'] as const).map((resolution) => ({
      runtime: 'TypeScript',
      version: versionOf(tool),
      how: `\`moduleResolution: ${resolution}\``,
      work: async () => {
        const folder = join(project, `typed-${tool}-${resolution}`)
        await mkdir(folder, { recursive: true })
        const imports = entries.map((name, index) => `export * as entry${index} from '${name}'\n`)
        await writeFile(join(folder, 'entries.mts'), imports.join(''))
        await writeFile(join(folder, 'typed.mts'), TYPED)
        const module = resolution === 'bundler' ? 'ESNext' : 'NodeNext'
        const target = { target: 'ES2022', lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [], noEmit: true }
        const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false }
        const compilerOptions = { ...strict, ...target, module, moduleResolution: resolution }
        await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.mts'] }))
        await run(process.execPath, [fileOf(tool, 'bin/tsc'), '-p', folder], { cwd: project })
        return ''
      },
    })),
  )

/** Builds and runs every consumer, in the project in which the tarball is installed. */
export const runMatrix = async (project: string): Promise<Consumer[]> => {
  const bench = await openBench(project)
  const { browser, close } = await openBrowser()
  try {
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(project, name), text)
    const entries = (await importedEntries()).map(({ specifier }) => specifier)
    const ran = [
      ...nodeTrials(bench, process.version.slice(1), process.execPath),
      ...(['node22', 'node24', 'node26'] as const).flatMap((tool) =>
        nodeTrials(bench, versionOf(tool), fileOf(tool, 'bin/node')),
      ),
      ...bundleTrials(bench, browser),
      ...otherTrials(bench),
    ].map((trial) => ({ ...trial, work: async () => judge(bench, await trial.work()) }))
    const consumers: Consumer[] = []
    for (const { runtime, version, how, work } of [...ran, ...compilerTrials(project, entries)]) {
      const error = await work().then(
        () => undefined,
        (reason: unknown) => (reason instanceof Error ? reason.message : String(reason)),
      )
      consumers.push({ runtime, version, how, ...(error !== undefined && { error }) })
      console.error(
        `${error === undefined ? 'ok  ' : 'FAIL'} ${runtime} ${version} ${how}${error === undefined ? '' : `\n${error}`}`,
      )
    }
    return consumers
  } finally {
    await close()
    await bench.sandbox.close()
  }
}
