import { defineConfig } from 'vitest/config'

const globalSetup = './packages/testing/src/global-setup.ts'

/** Projects by what their tests need to be there. The first needs nothing, so it answers at once: npm test -- --project plain */
export default defineConfig({
  test: {
    // Two cores are what a small machine has; more would only wait for the same Postgres.
    maxWorkers: 2,
    projects: [
      {
        test: { name: 'plain', include: ['packages/{contracts,client}/**/*.test.ts', 'bench/**/*.test.ts'] },
      },
      {
        // A service at a time, on Postgres and NATS.
        test: {
          name: 'services',
          include: ['packages/{runtime,testing}/**/*.test.ts', 'services/**/*.test.ts'],
          globalSetup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        // They start and kill processes of their own.
        test: { name: 'infra', include: ['infra/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        // Across services, through the gateway: each file starts the whole system.
        test: { name: 'journeys', include: ['journeys/**/*.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
  },
})
