/**
 * The streams, as they have to be. No service makes or changes one: the broker looks at a stream's name and not at what is
 * asked for it, so a service that is broken into could have its own catch the subjects of others. The keeper makes them.
 */
import { DiscardPolicy, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream'
import { streamOf } from './permissions.ts'
import { MAILBOXES } from './vendors.ts'

const seconds = (count: number) => count * 1_000_000_000
const days = (count: number) => seconds(count * 24 * 60 * 60)

/** A configuration names all that matters; what it leaves out is the broker's default. */
export type KeptStream = Pick<StreamConfig, 'name' | 'subjects'> & Partial<StreamConfig>

export function streamsOf(services: readonly string[]): KeptStream[] {
  return [...services.filter((name) => name !== 'gateway').map(events), mailboxes]
}

/** A service's events, for 35 days: Postgres keeps them for ever, and fills a stream that was lost. */
const events = (service: string): KeptStream => ({
  name: streamOf(service),
  subjects: [`evt.${service}.>`],
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  max_age: days(35),
  duplicate_window: seconds(10 * 60),
  allow_direct: true,
})

/**
 * What waits for vendors, a subject for each open door. A message is gone once it is acknowledged; a vendor that takes none
 * fills its own subject and nobody's else, the rest waits in Postgres. No reading but through a durable (`allow_direct`).
 */
const mailboxes: KeptStream = {
  name: MAILBOXES,
  subjects: ['mailbox.*'],
  retention: RetentionPolicy.Workqueue,
  storage: StorageType.File,
  max_age: days(100),
  max_msgs_per_subject: 10_000,
  discard: DiscardPolicy.New,
  discard_new_per_subject: true,
  duplicate_window: seconds(10 * 60),
  allow_direct: false,
}
