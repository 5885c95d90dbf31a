/**
 * Runs a benchmark: ratios to a peer or to a limit, measured in the same run.
 *
 *     npm run bench -- request
 *     npm run bench -- callbacks
 *     npm run bench -- records [--rows 20000] [--rounds 1]
 *     npm run bench -- pull [--rows 20000] [--rounds 1]
 */
const BENCHMARKS: Record<string, () => Promise<{ run: () => Promise<void> }>> = {
  callbacks: () => import('./bench/callbacks.js'),
  pull: () => import('./bench/pull.js'),
  request: () => import('./bench/request.js'),
  records: () => import('./bench/records.js'),
}

const name = process.argv[2] ?? ''
const load = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined
if (load) await (await load()).run()
else {
  console.error(`npm run bench -- NAME, where NAME is one of ${Object.keys(BENCHMARKS).join(', ')}`)
  process.exitCode = 2
}
