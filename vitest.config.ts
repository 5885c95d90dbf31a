import { defineConfig } from 'vitest/config'
import LongFirst from './test/helpers/long-first.js'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/contract/prism.ts', 'test/helpers/postgres.ts'],
    setupFiles: ['test/helpers/watch-files.ts'],
    reporters: ['default', './test/helpers/fault-rows.ts', './test/helpers/no-secrets.ts'],
    // Much of the time goes to waiting for processes and sockets.
    maxWorkers: 4,
    // Files of a worker share what they import, which is a fifth of all the work.
    isolate: false,
    sequence: { sequencer: LongFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
