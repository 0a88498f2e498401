/** Subscriptions as the files of tests have it: on a database and a broker of their own, its webhooks reaching this machine. */
import { randomBytes } from 'node:crypto'
import { type ServiceUnderTest, testService } from '@nlc/testing'
import { readSettings, type Settings } from '../src/config.ts'
import { subscriptions } from '../src/service.ts'

/** To be called at the top of a test file. @param environment what differs from how it is usually tested. */
export function subscriptionsUnderTest(environment: Record<string, string> = {}): ServiceUnderTest & { readonly settings: Settings } {
  const settings = readSettings({
    KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url'),
    WEBHOOK_ALLOW: '127.0.0.1/32',
    ...environment,
  })
  const { service, options } = subscriptions(() => settings)
  return Object.defineProperty(testService(service, options), 'settings', { value: settings }) as ServiceUnderTest & { settings: Settings }
}
