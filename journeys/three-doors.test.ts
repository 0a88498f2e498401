/**
 * One mailbox, read at its three doors at once while roles change: by webhook, over HTTP and over NATS. Connections are cut in the
 * midst of messages, processes are killed, schools withdraw what they share, an endpoint is away for two weeks. `NLC_CUTS=500` makes it
 * as long as one likes.
 */
import { join } from 'node:path'
import type { Client } from '@nlc/client'
import { offsetOf, setOffset } from '@nlc/infra/local/clock-file'
import { freshFolder, removeFolder } from '@nlc/infra/local/fresh-folder'
import { type System, startSystem } from '@nlc/infra/local/system'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Door, firstOfEach, isWithheld, type Message, numberOf, repeatsBeyond } from './doors-door.ts'
import { httpDoor } from './doors-http.ts'
import { type NatsDoor, natsDoor } from './doors-nats.ts'
import { clientOf, type Leader, type Roles, rolesOf, soon } from './doors-roles.ts'
import { type WebhookDoor, webhookDoor } from './doors-webhook.ts'

type Name = (typeof names)[number]
const names = ['webhook', 'http', 'nats'] as const

const cuts = Number(process.env.NLC_CUTS ?? 51)
/** Those who withdraw, one after the other; with every second one, subscriptions is killed. */
const withdrawing = ['900004', '900005', '900006', '900007']
/** After every so many cuts. */
const killsEvery = { subscriptions: 17, nats: 25 }
/** So many deliveries to one endpoint may be under way, or done and not yet written down. */
const underWayAtWebhook = 32

let folder: string
let system: System
let vendor: Client
let nationalBody: Client
let roles: Roles
/** At schools that go on sharing. */
let leaders: Leader[]
let subscriptionId: string
let webhook: WebhookDoor
let http: Door
let nats: NatsDoor
let doors: Record<Name, Door>
const faults: unknown[] = []

beforeAll(async () => {
  folder = await freshFolder()
  system = await startSystem({ dataDir: join(folder, 'data'), demo: true })
  vendor = clientOf(system.sandbox, 'misVendor')
  nationalBody = clientOf(system.sandbox, 'nationalBody')
  roles = rolesOf(system.sandbox)
  subscriptionId = (await vendor.subscriptions.createSubscription({ name: 'Role changes' })).id
  ;[webhook, http, nats] = await Promise.all([
    webhookDoor(vendor, subscriptionId),
    httpDoor(system.sandbox, subscriptionId, (fault) => faults.push(fault)),
    natsDoor(vendor, subscriptionId),
  ])
  doors = { webhook, http, nats }
}, 240_000)

afterAll(async () => {
  await Promise.all([webhook?.stop(), http?.stop(), nats?.stop()])
  await system?.stop()
  await removeFolder(folder)
})

/** The mailbox as its pages say, all of it. */
async function pages(): Promise<Message[]> {
  const messages: Message[] = []
  for (;;) {
    const { items, lastNumber } = await vendor.subscriptions.readMessages({ subscriptionId, afterNumber: messages.length, limit: 500 })
    messages.push(...(items as Message[]))
    if (messages.length >= lastNumber) return messages
  }
}

/** The mailbox when it tells of the last change of each of these. */
async function upToDate(about: readonly Leader[]): Promise<Message[]> {
  return soon(async () => {
    const mailbox = await pages()
    const told = new Map(mailbox.map(({ data }) => [data?.id, data?.version]))
    for (const id of about.flatMap(({ appointmentIds }) => appointmentIds)) expect(told.get(id), id).toBe(roles.versions.get(id))
    return mailbox
  }, 500)
}

/** Every door has brought every number of it. */
async function broughtEverywhere(mailbox: readonly Message[]): Promise<void> {
  for (const [name, door] of Object.entries(doors))
    await soon(() => {
      const numbers = new Set(door.taken.map(numberOf))
      const missing = mailbox.map(numberOf).filter((number) => !numbers.has(number))
      if (missing.length > 0) throw new Error(`${name} lacks ${missing.length} of ${mailbox.length}: ${missing.slice(0, 20)}`)
    })
}

const content = ({ sequence, id, data }: Message) => ({ sequence, id, data })

/** Of each subject, in the order of its numbers. */
function expectOrder(messages: readonly Message[], what: string): void {
  for (const [subject, own] of Map.groupBy(messages, (message) => message.subject)) {
    if (subject === undefined) continue
    const numbers = own.map(numberOf)
    expect(numbers, `${what}, ${subject}`).toEqual(numbers.toSorted((a, b) => a - b))
  }
}

test('each door has the same messages in the end, however often connections are cut and processes killed', async () => {
  leaders = await Promise.all(
    ['900001', '900002', '900003'].flatMap((urn) => [1, 2].map((place) => roles.appoint(urn, place, ['ict-innovator', 'facilitator']))),
  )
  /** The ids of what was unacknowledged when a connection was cut, each time. */
  const left: Record<Name, string[]> = { webhook: [], http: [], nats: [] }
  /** Repeats that killed processes may bring besides. */
  const forKills = { webhook: 0, http: 0, nats: 0 }
  const load = roles.keepChanging(leaders, 500)
  for (let cut = 1; cut <= cuts; cut++) {
    const name = names[cut % names.length]!
    left[name].push(...(await doors[name].cut()))
    if (cut % killsEvery.subscriptions === 0) {
      await system.kill('subscriptions')
      await system.restart('subscriptions')
      forKills.webhook += underWayAtWebhook
    }
    if (cut % killsEvery.nats === 0) {
      // What the platform does not know to be acknowledged, a broker that lost it has to bring again.
      const { acknowledgedNumber } = await vendor.subscriptions.getNatsDoor({ subscriptionId })
      await system.kill('nats')
      await system.restart('nats')
      const { publishedNumber } = await vendor.subscriptions.getNatsDoor({ subscriptionId })
      forKills.nats += publishedNumber - acknowledgedNumber
    }
  }
  await load.stop()
  const mailbox = await upToDate(leaders)
  await broughtEverywhere(mailbox)

  // Of each appointment every version, one after the other.
  for (const id of roles.versions.keys()) {
    const versions = mailbox.filter(({ data }) => data.id === id).map(({ data }) => data.version)
    expect(versions).toEqual(versions.map((_, place) => versions[0] + place))
  }
  expect(mailbox.map(numberOf)).toEqual(mailbox.map((_, index) => index + 1))
  const repeats: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const { taken } = doors[name]
    const firsts = firstOfEach(taken)
    expect(firsts.toSorted((a, b) => numberOf(a) - numberOf(b)).map(content), name).toEqual(mailbox.map(content))
    // A repeat is what it repeats.
    const byNumber = new Map(firsts.map((message) => [message.sequence, content(message)]))
    for (const message of taken) expect(content(message), name).toEqual(byNumber.get(message.sequence))
    // What was lost with a connection that NATS had sent it over comes later, as a repeat of the server's.
    expectOrder(
      firsts.filter(({ repeated }) => !repeated),
      name,
    )
    const beyond = repeatsBeyond(taken, left[name])
    expect(beyond, name).toBeLessThanOrEqual(forKills[name])
    const all = taken.length - firsts.length
    repeats[name] = `${all - beyond} of ${left[name].length} for cuts, ${beyond} of ${forKills[name]} for kills`
  }
  expect([...webhook.faults, ...faults]).toEqual([])
  console.log(`${mailbox.length} messages, ${cuts} cuts; repeats: ${JSON.stringify(repeats)}`)
}, 600_000)

test('after `withdrawn`, not one message with content comes through any door, also with subscriptions killed meanwhile', async () => {
  const { heads } = system.sandbox.examples!.people
  const integrator = clientOf(system.sandbox, 'integrator')
  const ended = 'nlc.sharing.ended.v1'
  const closings: number[] = []
  for (const [index, urn] of withdrawing.entries()) {
    const killed = index % 2 === 1
    const own = await Promise.all([1, 2].map((place) => roles.appoint(urn, place, ['ict-innovator'])))
    const people = new Set(own.map(({ personId }) => personId))
    const tellsOfThem = ({ type, subject, data }: Message) =>
      data !== undefined && /^nlc\.(appointment|person)\./.test(type) && (people.has(subject!) || data.urn === urn)
    const load = roles.keepChanging([...own, leaders[0]!], 50)
    for (const door of Object.values(doors)) await soon(() => expect(door.taken.some(tellsOfThem)).toBe(true))

    // The receiver hangs with what it has; the rest queues before it, and in the broker.
    webhook.line.holdAnswers(true)
    nats.pace(0)
    const { lastNumber } = await vendor.subscriptions.getWebhook({ subscriptionId })
    await soon(async () => expect((await vendor.subscriptions.getWebhook({ subscriptionId })).lastNumber).toBeGreaterThan(lastNumber + 60))
    const { items } = await nationalBody.membership.listSharing({
      clientId: system.sandbox.clients.misVendor.id,
      controllerReference: urn,
      state: 'in-force',
    })
    const agreementId = items[0]!.id
    // So slowly that it is not done before the door closes.
    nats.pace(1, 100)
    const head = integrator.actingFor(heads[urn]!).membership
    const began = performance.now()
    expect(await head.withdrawSharing({ agreementId })).toMatchObject({ state: 'withdrawing' })
    if (killed) {
      // As soon as the school has said so, or when content is withheld and nobody has been told that doors are closed.
      if (index > 1) await soon(async () => expect((await pages()).filter(tellsOfThem)).toEqual([]), 20)
      await system.kill('subscriptions')
      await system.restart('subscriptions')
    }
    await soon(async () => expect(await nationalBody.membership.getSharing({ agreementId })).toMatchObject({ state: 'withdrawn' }), 20)
    const taken = names.map((name) => [name, doors[name].taken.length] as const)
    if (!killed) closings.push(Math.round(performance.now() - began))
    expect((await pages()).filter(tellsOfThem)).toEqual([])

    webhook.line.holdAnswers(false)
    nats.pace(8)
    await load.stop()
    // Whoever goes on sharing goes on being told of.
    await roles.change(leaders[0]!)
    await soon(async () => expect((await pages()).some(({ type, data }) => type === ended && data.agreementId === agreementId)).toBe(true))
    const mailbox = await upToDate(leaders.slice(0, 1))
    await broughtEverywhere(mailbox)
    expect(mailbox.map(numberOf)).toEqual(mailbox.map((_, place) => place + 1))
    const ids = new Map(mailbox.map(({ sequence, id }) => [sequence, id]))
    for (const [name, before] of taken) {
      const since = doors[name].taken.slice(before)
      expect(since.filter(tellsOfThem), `${name}, ${urn}`).toEqual([])
      expect(since.every(({ sequence, id }) => ids.get(sequence) === id)).toBe(true)
    }
    // What had queued kept its number, and says nothing.
    const withheld = new Set(mailbox.filter(isWithheld).map(numberOf))
    const first = firstOfEach(webhook.taken).filter((message) => isWithheld(message))
    expect(first.length).toBeGreaterThan(0)
    expect(first.map(numberOf).filter((number) => !withheld.has(number))).toEqual([])
  }
  expect([...webhook.faults, ...faults]).toEqual([])
  console.log(`closed, while subscriptions ran, after ${closings.join(', ')} ms`)
}, 600_000)

test('an endpoint that was away for two weeks lacks nothing after one resume', async () => {
  const dayMs = 24 * 60 * 60_000
  const { dataDir } = system
  const start = await offsetOf(dataDir)
  const [first, ...others] = leaders as [Leader, ...Leader[]]
  const dayThere = async () => new Date(Date.now() + (await offsetOf(dataDir))).toISOString().slice(0, 10)
  const state = () => vendor.subscriptions.getWebhook({ subscriptionId })
  await soon(async () => {
    const { deliveredNumber, lastNumber, state: is } = await state()
    expect({ deliveredNumber, is }).toEqual({ deliveredNumber: lastNumber, is: 'active' })
  })
  const { lastNumber } = await state()
  const before = webhook.taken.length
  await webhook.line.down()

  // Its first message is tried ten times in about three days; more of the same person queue behind it.
  await roles.change(first, await dayThere())
  const number = lastNumber + 1
  for (const [tried, hours] of [0.002, 0.02, 0.2, 1.2, 3.6, 9.6, 14.4, 28.8, 28.8].entries()) {
    await soon(async () => expect(await attempts(number)).toBe(tried + 1))
    await setOffset(dataDir, (await offsetOf(dataDir)) + hours * 60 * 60_000)
    await roles.change(first, await dayThere())
  }
  await soon(async () => expect(await state()).toMatchObject({ state: 'disabled', notice: { reason: 'given-up', number } }))
  while ((await offsetOf(dataDir)) < start + 14 * dayMs) {
    await setOffset(dataDir, (await offsetOf(dataDir)) + dayMs)
    for (const leader of others) await roles.change(leader, await dayThere())
  }

  await webhook.line.up()
  expect(webhook.taken.length).toBe(before)
  await vendor.subscriptions.resumeWebhook({ subscriptionId })
  const mailbox = await upToDate(leaders)
  await broughtEverywhere(mailbox)
  const since = webhook.taken.slice(before)
  expect(since.toSorted((a, b) => numberOf(a) - numberOf(b)).map(content)).toEqual(mailbox.slice(lastNumber).map(content))
  expect(since.length).toBeGreaterThan(100)
  expectOrder(since, 'after two weeks')
  expect([...webhook.faults, ...faults]).toEqual([])
}, 300_000)

/** How often a message was tried at the webhook. */
async function attempts(number: number): Promise<number> {
  return (await vendor.subscriptions.listWebhookAttempts({ subscriptionId, number, kind: 'message' })).items.length
}
