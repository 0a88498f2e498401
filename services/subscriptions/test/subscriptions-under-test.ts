/** Subscriptions as the files of tests have it: on a database and a broker of their own, its webhooks reaching this machine. */
import { randomBytes } from 'node:crypto'
import type { Database } from '@nlc/runtime'
import { type ServiceUnderTest, testService } from '@nlc/testing'
import { readSettings, type Settings } from '../src/config.ts'
import { subscriptions } from '../src/service.ts'

export interface SubscriptionsUnderTest extends ServiceUnderTest {
  readonly settings: Settings
  /** That the settings were read from: for further processes on the same database. */
  readonly environment: Record<string, string>
  readonly database: Database
}

/** To be called at the top of a test file. @param more what differs in its environment from how it is usually tested. */
export function subscriptionsUnderTest(more: Record<string, string> = {}): SubscriptionsUnderTest {
  const environment = { KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url'), WEBHOOK_ALLOW: '127.0.0.1/32', ...more }
  const settings = readSettings(environment)
  const { service, options } = subscriptions(() => settings)
  let database: Database | undefined
  const under = testService(service, {
    ...options,
    loops: (surroundings) => {
      database = surroundings.database
      return options.loops?.(surroundings) ?? []
    },
  })
  return Object.defineProperties(under, {
    settings: { value: settings },
    environment: { value: environment },
    database: { get: () => database },
  }) as SubscriptionsUnderTest
}
