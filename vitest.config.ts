import { defineConfig } from 'vitest/config'

/** Projects by what their tests need to be there; the first needs nothing, so it answers at once. */
export default defineConfig({
  test: {
    // Two cores are what a small machine has; more would only wait for the same Postgres.
    maxWorkers: 2,
    projects: [
      { test: { name: 'plain', include: ['packages/{contracts,client}/**/*.test.ts', 'bench/**/*.test.ts'] } },
      { test: { name: 'infra', include: ['infra/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
})
