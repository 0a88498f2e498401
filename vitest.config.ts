import { defineConfig } from 'vitest/config'

/** Projects by what their tests need to be there. The first needs nothing, so it answers at once: npm test -- --project plain */
export default defineConfig({
  test: {
    // Two cores are what a small machine has; more would only wait for the same Postgres.
    maxWorkers: 2,
    projects: [
      {
        test: { name: 'plain', include: ['packages/{contracts,client,allowance}/**/*.test.ts', 'bench/**/*.test.ts'] },
      },
      {
        // A service at a time, on Postgres and NATS.
        test: {
          name: 'services',
          include: ['packages/{runtime,testing,known}/**/*.test.ts', 'services/**/*.test.ts'],
          globalSetup: './packages/testing/src/global-setup.ts',
          // Each file has a database and a broker of its own; what they share is the modules, loaded once for each worker.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        // They start and kill processes: after the others, for they need the machine to themselves.
        test: {
          name: 'infra',
          include: ['infra/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Across services, through the gateway: each file starts the whole system.
        test: {
          name: 'journeys',
          include: ['journeys/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
