/** The table of contents of subscriptions. */
import { subscriptions as contract } from '@nlc/contracts/subscriptions'
import { type DatabaseConfig, defineService, type RunOptions, type Service } from '@nlc/runtime'
import type { Settings } from './config.ts'

/** @param settings asked for when something runs: migrating needs none. */
export function subscriptions(_settings: () => Settings): { service: Service; options: RunOptions<DatabaseConfig> } {
  const service = defineService(contract, {
    entities: [],
    migrations: new URL('../migrations/', import.meta.url),
    handlers: [],
    reactions: [],
    works: [],
  })

  const options: RunOptions<DatabaseConfig> = {
    loops: () => [],
  }
  return { service, options }
}
