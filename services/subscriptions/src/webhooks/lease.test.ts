/** Who holds an endpoint goes on holding it as long as nobody else has it, however slow the database is. */
import { GetWebhook, RegisterWebhook } from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { token } from '@nlc/testing'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newMailbox, put } from '../../test/mailbox-under-test.ts'
import { receiverUnderTest } from '../../test/receiver-under-test.ts'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'

const service = subscriptionsUnderTest()
const receiver = receiverUnderTest()
const soon = { timeout: 20_000, interval: 20 }

test('what was delivered while bookings wait is not sent again, though the lease ran out meanwhile', async () => {
  const client = newId()
  const as = await token({ scopes: ['subscriptions:read', 'subscriptions:write'], kind: 'mis-vendor', client })
  const subscriptionId = await newMailbox(service.sql, client)
  const inbox = receiver.inbox('/lease')
  await service.ask(RegisterWebhook, { subscriptionId, url: inbox.url }, { as })
  const webhook = () => service.ask(GetWebhook, { subscriptionId }, { as })
  await expect.poll(async () => (await webhook()).state, soon).toBe('active')
  const came = async () => (await inbox.messages()).map(({ sequence }) => Number(sequence)).sort()

  await service.sql.transaction().execute(async (blocking) => {
    await sql`select from webhook_place where subscription_id = ${subscriptionId} for update`.execute(blocking)
    await put(service.sql, subscriptionId, ['ada'])
    await expect.poll(came, soon).toEqual([1])
    // The booking of the first waits; the window has room for one more, whose result waits behind it.
    await put(service.sql, subscriptionId, ['ben'])
    await expect.poll(came, soon).toEqual([1, 2])
    const ranOut = async () => {
      // Long enough ago that mailboxes were looked into since.
      const { rows } = await sql<{ long: boolean }>`
        select leased_until < clock_timestamp() - interval '1.5 seconds' as long from webhook_place where subscription_id = ${subscriptionId}`.execute(
        service.sql,
      )
      return rows[0]!.long
    }
    await expect.poll(ranOut, soon).toBe(true)
  })

  await put(service.sql, subscriptionId, ['cyd'])
  await expect.poll(async () => (await webhook()).deliveredNumber, soon).toBe(3)
  expect(await came()).toEqual([1, 2, 3])
}, 60_000)
