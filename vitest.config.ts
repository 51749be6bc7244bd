import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'db/**/*.test.ts', 'test/**/*.test.{ts,tsx}', 'bench/**/*.test.ts'],
    globalSetup: ['test/postgres.ts'],
    // Many tests wait for a browser, a database or a clock, so every core gets a file; by default one would idle.
    maxWorkers: '100%',
    // Tests against a real database may wait for a cold one; a test that hangs still ends.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
