/** A webhook from its registration to its removal, with a real receiver in another process. */
import {
  ChangeWebhook,
  GetWebhook,
  ListWebhookAttempts,
  ListWebhookKeys,
  RegisterWebhook,
  RemoveWebhook,
  ReplayMessages,
  ResumeWebhook,
  RotateWebhookKey,
  SendTestMessage,
  VerifyWebhook,
  WebhookChallengeFailed,
  WebhookChanged,
  WebhookDegraded,
  WebhookDisabled,
  WebhookKeyRotated,
  WebhookRecovered,
  WebhookRegistered,
  WebhookRemoved,
  WebhookResumed,
  WebhookVerified,
} from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { token } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { newMailbox, put } from '../../test/mailbox-under-test.ts'
import { type Inbox, receiverUnderTest } from '../../test/receiver-under-test.ts'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'

const service = subscriptionsUnderTest({ WEBHOOK_ANSWER_MS: '400' })
const receiver = receiverUnderTest()
const scopes = ['subscriptions:read', 'subscriptions:write'] as const

let client: string
let as: string
let subscriptionId: string
let inbox: Inbox
let count = 0

beforeEach(async () => {
  client = newId()
  as = await token({ scopes, kind: 'mis-vendor', client })
  subscriptionId = await newMailbox(service.sql, client)
  inbox = receiver.inbox(`/${++count}`)
})

const state = async () => (await service.ask(GetWebhook, { subscriptionId }, { as })).state
const attempts = async (filter: object = {}) =>
  (await service.ask(ListWebhookAttempts, { subscriptionId, limit: 200, ...filter }, { as })).items
const numbers = async () => (await inbox.messages()).map(({ sequence }) => Number(sequence))
const soon = { timeout: 10_000, interval: 20 }
const becomes = (wanted: string) => expect.poll(state, soon).toBe(wanted)

async function registered(input: { fromNumber?: number; maxPerSecond?: number } = {}) {
  const webhook = await service.ask(RegisterWebhook, { subscriptionId, url: inbox.url, ...input }, { as })
  const { keys } = await service.ask(ListWebhookKeys, { subscriptionId }, { as })
  await inbox.know({ secret: webhook.secret, publicKey: keys.find(({ publicKey }) => publicKey)?.publicKey })
  return webhook
}
async function active(input: { fromNumber?: number; maxPerSecond?: number } = {}) {
  const webhook = await registered(input)
  await becomes('active')
  return webhook
}

describe('registering', () => {
  test('sends a signed challenge, and nothing else before it is echoed', async () => {
    await put(service.sql, subscriptionId, ['ada'])
    await inbox.behave({ echo: 'wrong' })
    const webhook = await registered()
    expect(webhook).toMatchObject({ state: 'pending-verification', maxPerSecond: 200, deliveredNumber: 0, lastNumber: 1 })
    await expect.poll(() => attempts({ kind: 'challenge' }), soon).toMatchObject([{ outcome: 'wrong-echo', status: 200, attempt: 1 }])
    expect(await inbox.messages()).toEqual([])
    const [challenge] = await inbox.received()
    expect(challenge).toMatchObject({ type: 'nlc.webhook.challenge.v1' })

    await inbox.behave({})
    await service.clock.advance({ minutes: 1 })
    await becomes('active')
    await expect.poll(numbers, soon).toEqual([1])
    expect(await service.emitted(WebhookRegistered, subscriptionId)).toMatchObject([{ data: { subscriptionId, clientId: client } }])
    expect(await service.emitted(WebhookVerified, subscriptionId)).toHaveLength(1)
  })

  test('what comes is verified by others’ packages, by both signatures, the challenge too', async () => {
    const webhook = await registered()
    expect(webhook.secret).toMatch(/^whsec_/)
    await becomes('active')
    await put(service.sql, subscriptionId, ['ada', 'ben'])
    // Of two people: in any order.
    await expect.poll(async () => (await numbers()).toSorted(), soon).toEqual([1, 2])
    for (const message of await inbox.messages()) expect(message).toMatchObject({ v1: true, v1a: true, type: 'nlc.appointment.changed.v1' })
    for (const { signatures } of await inbox.received()) expect(signatures.map((one) => one.split(',')[0]).sort()).toEqual(['v1', 'v1a'])
  })

  test('the secret is shown once and is nowhere in the database', async () => {
    const idempotencyKey = newId()
    const input = { subscriptionId, url: inbox.url }
    const { secret } = await service.ask(RegisterWebhook, input, { as, idempotencyKey })
    expect(await service.ask(RegisterWebhook, input, { as, idempotencyKey })).not.toHaveProperty('secret')
    expect(await service.ask(GetWebhook, { subscriptionId }, { as })).not.toHaveProperty('secret')
    const { rows } = await sql<{ found: number }>`
      select (select count(*) from webhook_key where position(${Buffer.from(secret!.slice(6), 'base64')} in sealed_key) > 0)
        + (select count(*) from kept_reply where body like ${`%${secret}%`}) as found`.execute(service.sql)
    expect(rows[0]?.found).toBe(0)
  })

  test('five challenges that are not echoed, and it waits to be asked', async () => {
    await inbox.behave({ status: 500 })
    await registered()
    for (let tries = 1; tries <= 5; tries++) {
      await expect.poll(async () => (await attempts({ kind: 'challenge' })).length, soon).toBe(tries)
      await service.clock.advance({ hours: 2 })
    }
    await expect
      .poll(async () => (await service.ask(GetWebhook, { subscriptionId }, { as })).notice, soon)
      .toMatchObject({ reason: 'challenge-failed', outcome: 'server-error' })
    expect(await service.emitted(WebhookChallengeFailed, subscriptionId)).toMatchObject([{ data: { outcome: 'server-error' } }])
    await inbox.behave({})
    expect(await service.ask(VerifyWebhook, { subscriptionId }, { as })).toMatchObject({ state: 'pending-verification' })
    await becomes('active')
    expect(await service.refusal(VerifyWebhook, { subscriptionId }, { as })).toMatchObject({
      status: 409,
      type: '/problems/webhook-not-in-state',
      state: 'active',
    })
  })

  test('begins where it is told to, else behind what was acknowledged', async () => {
    await put(service.sql, subscriptionId, ['ada', 'ben', 'cyd', 'dee'])
    await sql`update subscription set acknowledged_number = 1 where id = ${subscriptionId}`.execute(service.sql)
    expect(await service.refusal(RegisterWebhook, { subscriptionId, url: inbox.url, fromNumber: 6 }, { as })).toMatchObject({
      status: 422,
      type: '/problems/number-not-kept',
      firstNumber: 1,
      nextNumber: 5,
    })
    await active()
    await expect.poll(async () => (await numbers()).sort(), soon).toEqual([2, 3, 4])
    await service.ask(RemoveWebhook, { subscriptionId }, { as })
    await active({ fromNumber: 4 })
    await expect.poll(async () => (await numbers()).sort(), soon).toEqual([2, 3, 4, 4])
  })

  test('is refused where there is one, where the subscription ended, and for a URL that is none to deliver to', async () => {
    for (const [url, fault] of [
      ['http://mis.vendor.co.uk/', 'scheme'],
      ['https://10.0.0.1/', 'address-literal'],
      ['https://127.1/', 'not-in-normal-form'],
      ['https://a:b@mis.vendor.co.uk/', 'credentials'],
    ]) {
      expect(await service.refusal(RegisterWebhook, { subscriptionId, url }, { as })).toMatchObject({
        status: 422,
        type: '/problems/webhook-url-refused',
        fault,
      })
    }
    await active()
    expect(await service.refusal(RegisterWebhook, { subscriptionId, url: inbox.url }, { as })).toMatchObject({
      status: 409,
      type: '/problems/webhook-there-already',
    })
    const ended = await newMailbox(service.sql, client)
    await sql`update subscription set state = 'ended' where id = ${ended}`.execute(service.sql)
    expect(await service.refusal(RegisterWebhook, { subscriptionId: ended, url: inbox.url }, { as })).toMatchObject({
      status: 409,
      type: '/problems/subscription-not-in-state',
    })
  })

  test('a name that leads to a private address is taken, and never reached', async () => {
    await service.ask(RegisterWebhook, { subscriptionId, url: 'https://localtest.me/' }, { as })
    // Without a resolver within reach the name is not found; with one, it leads to 127.0.0.1, which is allowed here at other ports alone.
    await expect
      .poll(async () => (await attempts({ kind: 'challenge' }))[0]?.outcome, { timeout: 15_000 })
      .toMatch(/name-not-found|address-refused|connection-failed|timed-out/)
    expect(await state()).toBe('pending-verification')
  })
})

describe('strangers', () => {
  test('find nothing, and the national body reads without changing', async () => {
    await active()
    const stranger = await token({ scopes, kind: 'mis-vendor' })
    const person = await token({ scopes, kind: 'mis-vendor', client, person: newId() })
    const nationalBody = await token({ scopes: [...scopes, 'national-body'], kind: 'national-body' })
    for (const [operation, input, problem] of [
      [RegisterWebhook, { url: inbox.url }, 'no-such-subscription'],
      [ChangeWebhook, {}, 'no-such-webhook'],
      [RemoveWebhook, {}, 'no-such-webhook'],
      [VerifyWebhook, {}, 'no-such-webhook'],
      [ResumeWebhook, {}, 'no-such-webhook'],
      [SendTestMessage, {}, 'no-such-webhook'],
      [RotateWebhookKey, { kind: 'ed25519' }, 'no-such-webhook'],
    ] as const) {
      for (const caller of [stranger, person, nationalBody]) {
        const refused = await service.refusal(operation, { subscriptionId, ...input }, { as: caller })
        expect(refused, operation.name).toMatchObject({ status: 404, type: `/problems/${problem}` })
        expect(await service.refusal(operation, { subscriptionId: newId(), ...input }, { as: caller })).toEqual(refused)
      }
    }
    for (const operation of [GetWebhook, ListWebhookKeys, ListWebhookAttempts]) {
      for (const caller of [stranger, person]) {
        const refused = await service.refusal(operation, { subscriptionId }, { as: caller })
        expect(refused.status).toBe(404)
        expect(await service.refusal(operation, { subscriptionId: newId() }, { as: caller })).toEqual(refused)
      }
      expect(await service.ask(operation, { subscriptionId }, { as: nationalBody })).toBeTruthy()
    }
    const reader = await token({ scopes: ['subscriptions:read'], kind: 'mis-vendor', client })
    expect(await service.refusal(RemoveWebhook, { subscriptionId }, { as: reader })).toMatchObject({ status: 403 })
  })
})

describe('changing', () => {
  test('another URL is verified anew, and delivery goes on there from where it stopped', async () => {
    await active()
    await put(service.sql, subscriptionId, ['ada'])
    await expect.poll(numbers, soon).toEqual([1])
    const other = receiver.inbox(`/${++count}`)
    await other.behave({ echo: 'none' })
    const changed = await service.ask(ChangeWebhook, { subscriptionId, url: other.url }, { as })
    expect(changed).toMatchObject({ state: 'pending-verification', url: other.url, deliveredNumber: 1 })
    await put(service.sql, subscriptionId, ['ben'])
    await expect.poll(async () => (await other.received()).length, soon).toBe(1)
    expect(await other.messages()).toEqual([])
    await other.behave({})
    await service.clock.advance({ minutes: 1 })
    await expect.poll(async () => (await other.messages()).map(({ sequence }) => sequence), soon).toEqual(['2'])
    expect(await numbers()).toEqual([1])
    expect((await service.emitted(WebhookChanged, subscriptionId)).map(({ data }) => data.verifiesAnew)).toEqual([true])
    const stale = await service.refusal(ChangeWebhook, { subscriptionId, maxPerSecond: 10 }, { as, expectedVersion: changed.version })
    expect(stale).toMatchObject({ status: 412 })
    expect(await service.refusal(ChangeWebhook, { subscriptionId, url: 'https://localhost/' }, { as })).toMatchObject({
      fault: 'special-name',
    })
  })

  test('another rate is verified by nobody', async () => {
    await active()
    expect(await service.ask(ChangeWebhook, { subscriptionId, maxPerSecond: 10 }, { as })).toMatchObject({
      state: 'active',
      maxPerSecond: 10,
    })
    await put(service.sql, subscriptionId, ['ada'])
    await expect.poll(numbers, soon).toEqual([1])
  })

  test('removed, nothing comes; the mailbox stays, and what was sent is still told', async () => {
    await active()
    await put(service.sql, subscriptionId, ['ada'])
    await expect.poll(async () => (await attempts({ kind: 'message' })).length, soon).toBe(1)
    await service.ask(RemoveWebhook, { subscriptionId }, { as })
    expect(await service.emitted(WebhookRemoved, subscriptionId)).toHaveLength(1)
    expect(await service.refusal(GetWebhook, { subscriptionId }, { as })).toMatchObject({ status: 404, type: '/problems/no-such-webhook' })
    expect(await attempts({ kind: 'message' })).toHaveLength(1)
    await put(service.sql, subscriptionId, ['ben'])
    await active()
    expect(await service.emitted(WebhookRegistered, subscriptionId)).toHaveLength(2)
  })
})

describe('keys', () => {
  test('are replaced with an overlap in which both sign, and end with it', async () => {
    const { secret: old } = await active()
    const rotated = await service.ask(RotateWebhookKey, { subscriptionId, kind: 'hmac-sha256' }, { as })
    expect(rotated.secret).toMatch(/^whsec_/)
    await put(service.sql, subscriptionId, ['ada'])
    await expect.poll(numbers, soon).toEqual([1])
    expect((await inbox.messages())[0]).toMatchObject({ v1: true, v1a: true })
    await inbox.know({ secret: rotated.secret })
    await put(service.sql, subscriptionId, ['ben'])
    await expect.poll(numbers, soon).toEqual([1, 2])
    expect((await inbox.messages())[1]).toMatchObject({ v1: true })
    expect((await inbox.messages())[1]!.signatures.map((one) => one.split(',')[0]).sort()).toEqual(['v1', 'v1', 'v1a'])
    expect(await service.refusal(RotateWebhookKey, { subscriptionId, kind: 'hmac-sha256' }, { as })).toMatchObject({
      status: 409,
      type: '/problems/two-webhook-keys-sign',
    })

    const last = await service.ask(RotateWebhookKey, { subscriptionId, kind: 'hmac-sha256', overlapHours: 0 }, { as })
    expect((await service.ask(ListWebhookKeys, { subscriptionId }, { as })).keys.map(({ id }) => id)).toContain(last.id)
    await inbox.know({ secret: old })
    await put(service.sql, subscriptionId, ['cyd'])
    await expect.poll(numbers, soon).toEqual([1, 2, 3])
    expect((await inbox.messages())[2]).toMatchObject({ v1: false })
    expect(await service.emitted(WebhookKeyRotated, subscriptionId)).toHaveLength(2)
  })

  test('of ed25519 only the public part is ever shown', async () => {
    await active()
    const rotated = await service.ask(RotateWebhookKey, { subscriptionId, kind: 'ed25519' }, { as })
    expect(rotated).not.toHaveProperty('secret')
    expect(rotated.publicKey).toMatch(/^whpk_/)
    const { keys } = await service.ask(ListWebhookKeys, { subscriptionId }, { as })
    expect(keys.filter(({ kind }) => kind === 'ed25519')).toHaveLength(2)
    await inbox.know({ publicKey: rotated.publicKey })
    await put(service.sql, subscriptionId, ['ada'])
    await expect.poll(numbers, soon).toEqual([1])
    expect((await inbox.messages())[0]).toMatchObject({ v1a: true })
  })
})

describe('a test message', () => {
  test('is sent once, signed, without a number; what came of it is among the attempts', async () => {
    await active()
    const { messageId } = await service.ask(SendTestMessage, { subscriptionId }, { as })
    await expect.poll(() => attempts({ messageId }), soon).toMatchObject([{ kind: 'test', outcome: 'delivered', status: 200 }])
    const test = (await inbox.received()).find(({ type }) => type === 'nlc.webhook.test.v1')
    expect(test).toMatchObject({ id: messageId, v1: true, v1a: true })
    expect(test).not.toHaveProperty('sequence')
    await inbox.behave({ status: 418 })
    const failing = await service.ask(SendTestMessage, { subscriptionId }, { as })
    await expect.poll(() => attempts({ messageId: failing.messageId }), soon).toMatchObject([{ outcome: 'refused', status: 418 }])
    expect(await state()).toBe('active')
  })

  test('not two at once, and not to who has not shown that it wants any', async () => {
    await inbox.behave({ echo: 'none' })
    await registered()
    expect(await service.refusal(SendTestMessage, { subscriptionId }, { as })).toMatchObject({
      status: 409,
      type: '/problems/webhook-not-in-state',
    })
    await inbox.behave({})
    await service.ask(VerifyWebhook, { subscriptionId }, { as })
    await becomes('active')
    await inbox.behave({ answer: 'hang' })
    await service.ask(SendTestMessage, { subscriptionId }, { as })
    expect(await service.refusal(SendTestMessage, { subscriptionId }, { as })).toMatchObject({
      status: 409,
      type: '/problems/webhook-test-under-way',
    })
    await expect.poll(() => attempts({ kind: 'test' }), soon).toMatchObject([{ outcome: 'timed-out' }])
  })
})

describe('a receiver that fails', () => {
  const failures = [
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'redirected', 302],
    [{ status: 404 }, 'refused', 404],
    [{ status: 503 }, 'server-error', 503],
    [{ answer: 'garbage' }, 'not-http', undefined],
    [{ answer: 'hang' }, 'timed-out', undefined],
    [{ answer: 'hang-up' }, 'connection-failed', undefined],
  ] as const
  test.each(failures)('by %o is %s, and tried again', async (behaviour, outcome, status) => {
    await active()
    // A connection that was kept open and closes without an answer is tried once more, at once, on a new one.
    await inbox.behave({ ...behaviour, times: outcome === 'connection-failed' ? 2 : 1 })
    await put(service.sql, subscriptionId, ['ada'])
    await expect.poll(() => attempts({ number: 1 }), soon).toMatchObject([{ attempt: 1, outcome }])
    expect((await attempts({ number: 1 }))[0]?.status).toBe(status)
    await service.clock.advance({ minutes: 1 })
    await expect
      .poll(async () => (await attempts({ number: 1 })).map((one) => [one.attempt, one.outcome]), soon)
      .toEqual([
        [2, 'delivered'],
        [1, outcome],
      ])
    const ids = (await inbox.messages()).map(({ id }) => id)
    expect(new Set(ids).size).toBe(1)
    expect(await service.ask(GetWebhook, { subscriptionId }, { as })).toMatchObject({ state: 'active', deliveredNumber: 1, failing: 0 })
  })

  test('asking for time gets it, and the whole endpoint waits', async () => {
    await active()
    await inbox.behave({ status: 429, headers: { 'retry-after': '7200' }, times: 1 })
    await put(service.sql, subscriptionId, ['ada'])
    await expect.poll(() => attempts({ number: 1 }), soon).toMatchObject([{ outcome: 'rate-limited', status: 429 }])
    await put(service.sql, subscriptionId, ['ben'])
    await service.clock.advance({ minutes: 90 })
    await put(service.sql, subscriptionId, ['cyd'])
    expect(await numbers()).toEqual([1])
    await service.clock.advance({ minutes: 31 })
    await expect.poll(async () => (await numbers()).sort(), soon).toEqual([1, 1, 2, 3])
  })

  test('saying that it is gone is disabled at once, keeps its place and can be resumed', async () => {
    await active()
    await inbox.behave({ status: 410 })
    await put(service.sql, subscriptionId, ['ada', 'ada'])
    await becomes('disabled')
    expect(await service.emitted(WebhookDisabled, subscriptionId)).toMatchObject([{ data: { reason: 'gone', number: 1, outcome: 'gone' } }])
    expect((await service.ask(GetWebhook, { subscriptionId }, { as })).notice).toMatchObject({ reason: 'gone', number: 1 })
    await inbox.behave({})
    await put(service.sql, subscriptionId, ['ben'])
    await service.clock.advance({ days: 1 })
    const resumed = await service.ask(ResumeWebhook, { subscriptionId }, { as })
    expect(resumed).toMatchObject({ state: 'active', deliveredNumber: 0 })
    await expect.poll(async () => (await numbers()).sort(), soon).toEqual([1, 1, 2, 3])
    expect(await service.emitted(WebhookResumed, subscriptionId)).toMatchObject([{ data: { afterNumber: 0 } }])
    expect(await service.refusal(ResumeWebhook, { subscriptionId }, { as })).toMatchObject({
      status: 409,
      type: '/problems/webhook-not-in-state',
    })
  })

  test('is degraded from three messages in a row, and told so; recovered with the first that it takes', async () => {
    await active()
    await inbox.behave({ status: 500 })
    await put(service.sql, subscriptionId, ['ada', 'ben', 'cyd'])
    await becomes('degraded')
    expect(await service.emitted(WebhookDegraded, subscriptionId)).toMatchObject([{ data: { outcome: 'server-error' } }])
    expect((await service.ask(GetWebhook, { subscriptionId }, { as })).notice).toMatchObject({ reason: 'failing' })
    const { rows } = await sql<{ state: string }>`select state from subscription where id = ${subscriptionId}`.execute(service.sql)
    expect(rows[0]?.state).toBe('degraded')
    await inbox.behave({})
    await service.clock.advance({ minutes: 1 })
    await becomes('active')
    await expect
      .poll(async () => new Set((await attempts({ outcome: 'delivered', kind: 'message' })).map(({ number }) => number)).size, soon)
      .toBe(3)
    expect(await service.emitted(WebhookRecovered, subscriptionId)).toHaveLength(1)
  })

  test('with one person’s messages alone holds up nobody else’s, and theirs stay in order', async () => {
    await active()
    await inbox.behave({ status: 500, subjects: ['ada'] })
    await put(service.sql, subscriptionId, ['ada', 'ben', 'ada', 'ben', 'cyd', 'ada'])
    const deliveredNow = async () => (await attempts({ outcome: 'delivered', kind: 'message' })).map(({ number }) => number).reverse()
    await expect.poll(async () => (await deliveredNow()).sort(), soon).toEqual([2, 4, 5])
    expect((await numbers()).filter((number) => [3, 6].includes(number))).toEqual([])
    await inbox.behave({})
    await service.clock.advance({ minutes: 1 })
    await expect.poll(async () => (await deliveredNow()).slice(3), soon).toEqual([1, 3, 6])
  })

  test('for three days is disabled with the tenth try; two weeks later one call, and nothing is missing', async () => {
    await active()
    await put(service.sql, subscriptionId, ['ada', 'ben'])
    await expect.poll(async () => (await numbers()).sort(), soon).toEqual([1, 2])
    await inbox.behave({ status: 503 })
    await put(service.sql, subscriptionId, ['ada', 'ben', 'cyd'], { at: service.clock.now() })
    await becomes('degraded')
    const later = async () => {
      await service.clock.advance({ hours: 27 })
      return state()
    }
    await expect.poll(later, { timeout: 60_000, interval: 600 }).toBe('disabled')
    const failed = (await attempts({ outcome: 'server-error' })).map(({ attempt }) => attempt)
    expect(Math.max(...failed)).toBe(10)
    expect(await service.emitted(WebhookDisabled, subscriptionId)).toMatchObject([{ data: { reason: 'given-up' } }])
    for (let day = 0; day < 14; day++) await put(service.sql, subscriptionId, ['ada', 'dee'], { at: service.clock.now() })
    await service.clock.advance({ days: 14 })
    await inbox.behave({})
    await service.ask(ResumeWebhook, { subscriptionId }, { as })
    const all = Array.from({ length: 33 }, (_, index) => index + 1)
    await expect
      .poll(
        async () =>
          [...new Set((await attempts({ outcome: 'delivered', kind: 'message' })).map(({ number }) => number))].sort((a, b) => a! - b!),
        soon,
      )
      .toEqual(all)
    const firsts = (await inbox.messages()).filter(({ status }) => status === 200)
    for (const person of ['ada', 'ben', 'cyd', 'dee']) {
      const theirs = firsts.filter(({ subject }) => subject === person).map(({ sequence }) => Number(sequence))
      expect(theirs).toEqual([...theirs].sort((a, b) => a - b))
    }
  }, 120_000)

  test('for longer than messages are kept resumes behind a snapshot', async () => {
    await active()
    await inbox.behave({ status: 410 })
    await put(service.sql, subscriptionId, ['ada', 'ben', 'cyd', 'dee'])
    await becomes('disabled')
    await sql`delete from mailbox_message where subscription_id = ${subscriptionId} and number <= 2`.execute(service.sql)
    await sql`update subscription set first_number = 3 where id = ${subscriptionId}`.execute(service.sql)
    await inbox.behave({})
    expect(await service.refusal(ResumeWebhook, { subscriptionId }, { as })).toMatchObject({
      status: 409,
      type: '/problems/webhook-place-lost',
      firstNumber: 3,
    })
    expect(await service.refusal(ResumeWebhook, { subscriptionId, afterNumber: 5 }, { as })).toMatchObject({
      status: 422,
      type: '/problems/number-not-kept',
    })
    await service.ask(ResumeWebhook, { subscriptionId, afterNumber: 3 }, { as })
    await expect
      .poll(async () => (await attempts({ outcome: 'delivered', kind: 'message' })).map(({ number }) => number), soon)
      .toEqual([4])
  })
})

describe('replays', () => {
  test('by number and by time come again under their old ids and numbers, besides what is new', async () => {
    await active()
    await put(service.sql, subscriptionId, ['ada', 'ben', 'ada', 'cyd'])
    await expect.poll(async () => (await numbers()).sort(), soon).toEqual([1, 2, 3, 4])
    const before = new Map((await inbox.messages()).map(({ sequence, id }) => [sequence, id]))
    await service.ask(ReplayMessages, { subscriptionId, door: 'webhook', fromNumber: 2, toNumber: 3 }, { as })
    await put(service.sql, subscriptionId, ['ada'])
    await expect.poll(async () => (await numbers()).sort(), soon).toEqual([1, 2, 2, 3, 3, 4, 5])
    for (const { sequence, id } of await inbox.messages()) if (before.has(sequence)) expect(id).toBe(before.get(sequence))
    await expect
      .poll(
        async () =>
          (await sql<{ open: number }>`select count(*)::int as open from replay where done_at is null`.execute(service.sql)).rows[0]?.open,
        soon,
      )
      .toBe(0)
    expect(await service.refusal(ReplayMessages, { subscriptionId, door: 'webhook', fromNumber: 9 }, { as })).toMatchObject({ status: 409 })
    await service.ask(ReplayMessages, { subscriptionId, door: 'webhook', since: '2026-01-01T00:00:00Z' }, { as })
    await expect.poll(async () => (await numbers()).length, soon).toBe(12)
  })
})

describe('the log of attempts', () => {
  test('is paged, the newest first', async () => {
    await active()
    await put(
      service.sql,
      subscriptionId,
      Array.from({ length: 12 }, (_, n) => `p${n}`),
    )
    await expect.poll(async () => (await attempts({ kind: 'message' })).length, soon).toBe(12)
    const first = await service.ask(ListWebhookAttempts, { subscriptionId, kind: 'message', limit: 8 }, { as })
    const second = await service.ask(ListWebhookAttempts, { subscriptionId, kind: 'message', limit: 8, after: first.next! }, { as })
    expect(second.next).toBeUndefined()
    expect(new Set([...first.items, ...second.items].map(({ number }) => number)).size).toBe(12)
    expect(await service.refusal(ListWebhookAttempts, { subscriptionId, after: 'nonsense' }, { as })).toMatchObject({ status: 400 })
  })
})
