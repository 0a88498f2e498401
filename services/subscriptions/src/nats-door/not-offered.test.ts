import { OpenNatsDoor, RotateNatsCredentials } from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { token } from '@nlc/testing'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newMailbox } from '../../test/mailbox-under-test.ts'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import { readSettings } from '../config.ts'

// Told no address at which vendors reach NATS.
const subscriptions = subscriptionsUnderTest()

test('a platform that offers no NATS door opens none, and gives no new credentials for one that it offered before', async () => {
  const client = newId()
  const as = await token({ scopes: ['subscriptions:write'], kind: 'mis-vendor', client })
  const subscriptionId = await newMailbox(subscriptions.sql, client)
  const refused = { status: 409, type: '/problems/nats-door-not-offered' }
  expect(await subscriptions.refusal(OpenNatsDoor, { subscriptionId }, { as })).toMatchObject(refused)
  await sql`
    insert into nats_door (subscription_id, client_id, state, mailbox, after_number, published_number, acknowledged_number)
    values (${subscriptionId}, ${client}, 'open', 'x', 0, 0, 0)`.execute(subscriptions.sql)
  expect(await subscriptions.refusal(RotateNatsCredentials, { subscriptionId }, { as })).toMatchObject(refused)
})

test('an address without the keys to it is a fault of the configuration, and named', () => {
  const environment = { KEY_ENCRYPTION_KEY: 'x'.repeat(43), NATS_DOOR_URL: 'nats://nats.test:4222' }
  expect(() => readSettings(environment)).toThrow(/NATS_DOOR_URL: It needs NATS_DOOR_ACCOUNT and NATS_DOOR_SIGNING_KEY/)
})
