import { SharingExpired, StaffMatched } from '@nlc/contracts/membership'
import { ChangeSubscription, ExplainMessage } from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { expect, test } from 'vitest'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import { appointment, asNationalBody, asVendor, newClient, period, vendorsUnderTest } from '../../test/vendors-under-test.ts'

const subscriptions = subscriptionsUnderTest()
const given = vendorsUnderTest(subscriptions)

test('why a client got a message: agreement, filter, match and what happened, as they were then', async () => {
  const client = newClient()
  const urn = await given.school()
  const agreement = await given.sharing(client, urn)
  const subscriptionId = await given.subscribe(client, { urns: [urn] })
  const record = appointment([period(urn)])
  await subscriptions.given(StaffMatched, {
    matchId: newId(),
    clientId: client,
    urn,
    recipientRef: 'staff-9',
    personId: record.personId,
    matchedBy: 'payroll-number',
  })
  await given.confirm(record)
  const [message] = await given.messages(subscriptionId, client)
  const why = () => asNationalBody().then((as) => subscriptions.ask(ExplainMessage, { messageId: message!.id }, { as }))
  const explained = {
    messageId: message!.id,
    subscriptionId,
    clientId: client,
    number: 1,
    type: 'appointment.confirmed',
    subjectId: record.personId,
    eventId: expect.any(String),
    sharedBy: [{ place: urn, agreementId: agreement.agreementId }],
    filter: { urns: [urn] },
    match: { recipientRef: 'staff-9', urn, matchedBy: 'payroll-number' },
    appointment: { id: record.id, version: 1, event: 'confirmed', record },
    attempts: [],
  }
  expect(await why()).toMatchObject(explained)
  // Whatever holds now.
  await given.change({ ...record, periods: [period(urn, { minutesPerWeek: 30 })] })
  await subscriptions.ask(ChangeSubscription, { subscriptionId, filter: {} }, { as: await asVendor(client) })
  await subscriptions.given(SharingExpired, { ...agreement, reason: 'end-date' })
  expect(await why()).toMatchObject({ ...explained, withheldAt: expect.any(String) })
})

test('is for the national body alone, and of a message that there is', async () => {
  const as = await asVendor(newClient())
  expect(await subscriptions.refusal(ExplainMessage, { messageId: newId() }, { as })).toMatchObject({ status: 403, scope: 'national-body' })
  expect(await subscriptions.refusal(ExplainMessage, { messageId: newId() }, { as: await asNationalBody() })).toMatchObject({
    status: 404,
    type: '/problems/no-such-message',
  })
})
