import { defineConfig } from 'vitest/config'

/** Trials that take minutes; each has a bounded time of its own. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.ts'],
    globalSetup: ['test/helpers/postgres.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
