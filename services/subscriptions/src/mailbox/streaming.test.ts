/** The HTTP door: server-sent events. */
import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { PauseSubscription, ResumeDelivery, SuspendDelivery } from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import { appointment, asNationalBody, asVendor, fewAtOnce, newClient, period, vendorsUnderTest } from '../../test/vendors-under-test.ts'

const subscriptions = subscriptionsUnderTest()
const given = vendorsUnderTest(subscriptions)

interface Open {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly events: { id: number; data: { sequence: string; type: string; data?: { id: string } } }[]
  text: string
  ended: 'no' | 'cleanly' | 'cut'
}
const opened: ClientRequest[] = []

/** Over a connection of its own. */
async function open(subscriptionId: string, as: string, { query = '', lastEventId = undefined as string | undefined } = {}): Promise<Open> {
  const asked = request(`${subscriptions.url}/v1/subscriptions/${subscriptionId}/stream${query}`, {
    agent: false,
    headers: { authorization: `Bearer ${as}`, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
  })
  opened.push(asked)
  asked.end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const stream: Open = { status: response.statusCode!, headers: response.headers, events: [], text: '', ended: 'no' }
  let rest = ''
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    stream.text += chunk
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop()!
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2)
      if (field('data')) stream.events.push({ id: Number(field('id')), data: JSON.parse(field('data')!) })
    }
  })
  response.on('end', () => (stream.ended = response.complete ? 'cleanly' : 'cut'))
  response.on('error', () => (stream.ended = 'cut'))
  return stream
}
afterEach(() => {
  for (const asked of opened.splice(0)) asked.destroy()
})

let client: string
let as: string
let urn: string
let subscriptionId: string
beforeEach(async () => {
  client = newClient()
  as = await asVendor(client)
  urn = await given.school()
  await given.sharing(client, urn)
  subscriptionId = await given.subscribe(client)
})
const confirmed = async (n: number) => {
  for (let i = 0; i < n; i++) await given.confirm(appointment([period(urn)]))
}
const ids = ({ events }: Open) => events.map(({ id }) => id)

test('what is there comes at once, what is new as it is written, each as the pages show it', async () => {
  await confirmed(2)
  const stream = await open(subscriptionId, as)
  expect(stream.status).toBe(200)
  expect(stream.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  await confirmed(3)
  await expect.poll(() => ids(stream)).toEqual([1, 2, 3, 4, 5])
  expect(stream.events.map(({ data }) => data)).toEqual(await given.messages(subscriptionId, client))
})

test('it goes on behind Last-Event-ID, which comes before afterNumber; a browser that reconnects sends both', async () => {
  await confirmed(4)
  const behind = await open(subscriptionId, as, { lastEventId: '3' })
  await expect.poll(() => ids(behind)).toEqual([4])
  const both = await open(subscriptionId, as, { query: '?afterNumber=1', lastEventId: '2' })
  await expect.poll(() => ids(both)).toEqual([3, 4])
  const query = await open(subscriptionId, as, { query: '?afterNumber=3' })
  await expect.poll(() => ids(query)).toEqual([4])
})

test('a long mailbox comes whole, to a reader who is slow, too', async () => {
  await fewAtOnce(
    Array.from({ length: 250 }, () => appointment([period(urn)])),
    given.confirm,
  )
  const stream = await open(subscriptionId, as)
  await expect.poll(() => ids(stream).length).toBe(250)
  expect(ids(stream)).toEqual(Array.from({ length: 250 }, (_, n) => n + 1))
})

test('cut fifty times, its reader ends with all of it, and none missing or twice', async () => {
  const seen: number[] = []
  let written = false
  const writing = confirmed(60).then(() => {
    written = true
  })
  let cuts = 0
  while (cuts < 50 || !written || seen.length < 60) {
    const stream = await open(subscriptionId, as, { lastEventId: String(seen.at(-1) ?? 0) })
    // Cut as soon as something came; where nothing is new, at once.
    if (seen.length < 60) await expect.poll(() => stream.events.length, { interval: 2, timeout: 10_000 }).toBeGreaterThan(0)
    opened.pop()!.destroy()
    cuts += 1
    seen.push(...ids(stream))
  }
  await writing
  expect(seen).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
})

describe('it is refused', () => {
  const refused = async (id: string, token: string, options = {}) => {
    const stream = await open(id, token, options)
    await expect.poll(() => stream.ended).toBe('cleanly')
    return { status: stream.status, ...JSON.parse(stream.text) }
  }
  test('to others, without a form, below what is kept, and while it is paused', async () => {
    expect(await refused(subscriptionId, await asVendor(newClient()))).toMatchObject({
      status: 404,
      type: '/problems/no-such-subscription',
    })
    expect(await refused(newId(), as)).toMatchObject({ status: 404 })
    expect(await refused(subscriptionId, as, { lastEventId: 'x' })).toMatchObject({ status: 400, type: '/problems/invalid-input' })
    await sql`update subscription set first_number = 5, last_number = 9 where id = ${subscriptionId}`.execute(subscriptions.sql)
    expect(await refused(subscriptionId, as, { lastEventId: '2' })).toMatchObject({ status: 410, firstNumber: 5 })
    await subscriptions.ask(PauseSubscription, { subscriptionId }, { as })
    expect(await refused(subscriptionId, as)).toMatchObject({ status: 409, type: '/problems/subscription-not-in-state', state: 'paused' })
  })

  test('while delivery is suspended', async () => {
    const national = { as: await asNationalBody() }
    await subscriptions.ask(SuspendDelivery, { clientId: client, reason: 'An incident.' }, national)
    expect(await refused(subscriptionId, as)).toMatchObject({ status: 409, type: '/problems/delivery-suspended' })
    await subscriptions.ask(ResumeDelivery, { clientId: client }, national)
  })
})

describe('it is cut', () => {
  test('when the subscription is paused', async () => {
    const stream = await open(subscriptionId, as)
    await subscriptions.ask(PauseSubscription, { subscriptionId }, { as })
    await expect.poll(() => stream.ended).toBe('cut')
  })

  test('when delivery is suspended, another’s stays open', async () => {
    const other = newClient()
    const theirs = await open(await given.subscribe(other), await asVendor(other))
    const stream = await open(subscriptionId, as)
    await subscriptions.ask(SuspendDelivery, { clientId: client, reason: 'An incident.' }, { as: await asNationalBody() })
    await expect.poll(() => stream.ended).toBe('cut')
    expect(theirs.ended).toBe('no')
  })
})

test('it ends cleanly when the service does, and goes on behind when it is there again', async () => {
  await confirmed(2)
  const stream = await open(subscriptionId, as)
  await expect.poll(() => ids(stream)).toEqual([1, 2])
  await subscriptions.restart()
  expect(stream.ended).toBe('cleanly')
  await confirmed(1)
  const again = await open(subscriptionId, as, { lastEventId: '2' })
  await expect.poll(() => ids(again)).toEqual([3])
})
