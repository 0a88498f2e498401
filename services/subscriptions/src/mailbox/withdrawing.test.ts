/** A sharing agreement that ends: what it opened closes at every door, queued messages included, and the client is told what to delete. */
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { PersonLeftOut, SharingExpired, SharingWithdrawing, SharingWithdrawn } from '@nlc/contracts/membership'
import { DoorsClosed, ReadSnapshot, ReportGaps, TakeSnapshot } from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import { appointment, asVendor, kinds, newClient, period, vendorsUnderTest } from '../../test/vendors-under-test.ts'

const subscriptions = subscriptionsUnderTest()
const given = vendorsUnderTest(subscriptions)

let client: string
let as: string
let urn: string
let other: string
let agreement: Awaited<ReturnType<typeof given.sharing>>
let subscriptionId: string
beforeEach(async () => {
  client = newClient()
  as = await asVendor(client)
  urn = await given.school()
  other = await given.school()
  agreement = await given.sharing(client, urn)
  await given.sharing(client, other)
  subscriptionId = await given.subscribe(client)
})
const closed = () => expect.poll(() => subscriptions.emitted(DoorsClosed, agreement.agreementId), { timeout: 15_000 }).toHaveLength(1)
const withdraw = async () => {
  await subscriptions.given(SharingWithdrawing, agreement)
  await closed()
}
const isWithheld = ({ type, data, subject }: { type: string; data?: unknown; subject?: string }) =>
  type === 'nlc.withheld.v1' && data === undefined && subject === undefined

describe('withdrawn', () => {
  test('what the school shared is withheld, keeps its numbers, and what others share stays', async () => {
    const here = appointment([period(urn)])
    const there = appointment([period(other)])
    await given.confirm(here)
    await given.confirm(there)
    await given.confirm(appointment([period(urn)]))
    const before = await given.messages(subscriptionId, client)
    await withdraw()
    const after = await given.messages(subscriptionId, client)
    expect(after.map(({ id, sequence }) => [id, sequence])).toEqual(before.map(({ id, sequence }) => [id, sequence]))
    expect(after.map(isWithheld)).toEqual([true, false, true])
    expect(after[1]).toEqual(before[1])
    expect(JSON.stringify(after)).not.toContain(here.personId)
    expect(JSON.stringify(after)).not.toContain(urn)
    const { gaps } = await subscriptions.ask(ReportGaps, { subscriptionId }, { as })
    expect(gaps.map(({ state }) => state)).toEqual(['withheld', 'readable', 'withheld'])
  })

  test('doors are said to be closed after they are, once, with how much was withheld', async () => {
    await given.confirm(appointment([period(urn)]))
    await withdraw()
    const { rows } = await sql<{ at: Date }>`
      select withheld_at as at from mailbox_message where subscription_id = ${subscriptionId}`.execute(subscriptions.sql)
    const [said] = await subscriptions.emitted(DoorsClosed, agreement.agreementId)
    expect(said!.data).toMatchObject({ clientId: client, withheld: 1 })
    expect(new Date(said!.data.closedAt).getTime()).toBeGreaterThan(rows[0]!.at.getTime())
  })

  test('nothing more is told of it, and a message that was being written meanwhile is withheld, too', async () => {
    const records = Array.from({ length: 12 }, () => appointment([period(urn)]))
    await Promise.all([...records.map((record) => given.confirm(record)), subscriptions.given(SharingWithdrawing, agreement)])
    await closed()
    await given.confirm(appointment([period(urn)]))
    await given.end({ ...records[0]!, periods: [period(urn, { lastDay: given.today() })], endReason: 'completed' })
    const messages = await given.messages(subscriptionId, client)
    expect(messages.filter((message) => !isWithheld(message))).toEqual([])
    expect(JSON.stringify(messages)).not.toContain(urn)
  })

  test('not one with content is at the door afterwards, also where the service was stopped in between', async () => {
    for (let n = 0; n < 5; n++) await given.confirm(appointment([period(urn)]))
    await subscriptions.given(SharingWithdrawing, agreement)
    // Between the withholding and the word that doors are closed.
    await subscriptions.restart()
    await closed()
    await subscriptions.restart()
    const messages = await given.messages(subscriptionId, client)
    expect(messages.map(isWithheld)).toEqual([true, true, true, true, true])
    expect(await subscriptions.emitted(DoorsClosed, agreement.agreementId)).toHaveLength(1)
  })

  test('where it is another appointment’s second school, that is told anew without it', async () => {
    const both = appointment([period(other, { lastDay: '2026-12-31' }), period(urn, { firstDay: '2027-01-01' })])
    await given.confirm(both)
    await withdraw()
    const messages = await given.messages(subscriptionId, client)
    expect(messages.map(isWithheld)).toEqual([true, false])
    expect(kinds(messages)[1]).toBe('appointment.ended')
    expect(messages[1]!.data).toMatchObject({ id: both.id, urn: other, lastDay: '2026-12-31' })
    expect(JSON.stringify(messages)).not.toContain(urn)
  })

  test('a stream that is open is cut, with what its reader had not taken', async () => {
    for (let n = 0; n < 3; n++) await given.confirm(appointment([period(urn)]))
    const asked = request(`${subscriptions.url}/v1/subscriptions/${subscriptionId}/stream`, {
      agent: false,
      headers: { authorization: `Bearer ${as}` },
    })
    asked.end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    let cut = false
    response.on('error', () => {
      cut = true
    })
    response.resume()
    await withdraw()
    await expect.poll(() => cut).toBe(true)
    asked.destroy()
  })

  test('a snapshot that was taken before shows nothing of it either', async () => {
    const here = appointment([period(urn)])
    const there = appointment([period(other)])
    await given.confirm(here)
    await given.confirm(there)
    const { id: snapshotId } = await subscriptions.ask(TakeSnapshot, { subscriptionId }, { as })
    await withdraw()
    expect((await subscriptions.ask(ReadSnapshot, { snapshotId }, { as })).items.map(({ id }) => id)).toEqual([there.id])
    const again = await subscriptions.ask(TakeSnapshot, { subscriptionId }, { as })
    expect(again).toMatchObject({ appointments: 1 })
  })

  test('once it is withdrawn, the client is told, with the duty to delete', async () => {
    await given.confirm(appointment([period(urn)]))
    await withdraw()
    expect(kinds(await given.messages(subscriptionId, client))).toEqual(['withheld'])
    await subscriptions.given(SharingWithdrawn, { ...agreement, withdrawnAt: subscriptions.clock.now().toISOString() })
    const [, ended] = await given.messages(subscriptionId, client)
    expect(ended).toMatchObject({
      type: 'nlc.sharing.ended.v1',
      subject: urn,
      data: {
        agreementId: agreement.agreementId,
        controller: { kind: 'school', reference: urn },
        urn,
        reason: 'withdrawn',
        dutyId: expect.any(String),
      },
    })
  })

  test('an agreement that opened nothing here closes, too: membership waits for it', async () => {
    const place = await given.school()
    const people = await given.sharing(client, place, { dataClasses: ['people'] })
    await subscriptions.given(SharingWithdrawing, people)
    await expect
      .poll(() => subscriptions.emitted(DoorsClosed, people.agreementId), { timeout: 15_000 })
      .toMatchObject([{ data: { withheld: 0 } }])
    await subscriptions.given(SharingWithdrawn, { ...people, withdrawnAt: subscriptions.clock.now().toISOString() })
    expect(await given.messages(subscriptionId, client)).toEqual([])
  })

  test('and shared again, it starts anew: all that is current is reported, what was withheld stays so', async () => {
    const record = appointment([period(urn)])
    await given.confirm(record)
    await withdraw()
    await subscriptions.given(SharingWithdrawn, { ...agreement, withdrawnAt: subscriptions.clock.now().toISOString() })
    await given.sharing(client, urn)
    const messages = await given.messages(subscriptionId, client)
    expect(kinds(messages)).toEqual(['withheld', 'sharing.ended', 'sharing.started', 'appointment.reported'])
  })

  test('another client with which the school shares notices nothing', async () => {
    const neighbour = newClient()
    await given.sharing(neighbour, urn)
    const theirs = await given.subscribe(neighbour)
    await given.confirm(appointment([period(urn)]))
    const before = await given.messages(theirs, neighbour)
    await withdraw()
    expect(await given.messages(theirs, neighbour)).toEqual(before)
  })
})

describe('expired', () => {
  test('at its last day, all closes and the client is told at once', async () => {
    await given.confirm(appointment([period(urn)]))
    await subscriptions.given(SharingExpired, { ...agreement, reason: 'end-date' })
    const messages = await given.messages(subscriptionId, client)
    expect(kinds(messages)).toEqual(['withheld', 'sharing.ended'])
    expect(messages[1]!.data).toMatchObject({ reason: 'end-date' })
  })

  test('because it was renewed, nothing closes, and who was left out stays left out', async () => {
    const hidden = appointment([period(urn)])
    await subscriptions.given(PersonLeftOut, { ...agreement, personId: hidden.personId })
    await given.confirm(appointment([period(urn)]))
    const before = await given.messages(subscriptionId, client)
    const renewal = { ...agreement, agreementId: newId() }
    await given.signed(renewal, agreement.agreementId)
    await subscriptions.given(SharingExpired, { ...agreement, reason: 'renewed' })
    expect(await given.messages(subscriptionId, client)).toEqual(before)
    await given.confirm(hidden)
    await given.confirm(appointment([period(urn)]))
    expect(await given.messages(subscriptionId, client)).toHaveLength(before.length + 1)
  })
})
