import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/contract/prism.ts'],
    typecheck: { enabled: false },
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
