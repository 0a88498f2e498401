import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type ConsumerInfo, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { encodeUser, fmtCreds } from '@nats-io/jwt'
import { createUser } from '@nats-io/nkeys'
import { connect, credsAuthenticator, type Msg, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Nats, nats } from '../local/nats.ts'
import { freePort } from '../local/ports.ts'
import { Processes } from '../local/processes.ts'
import { claim } from '../local/running.ts'
import { serviceNames } from '../local/services.ts'
import type { Keeper } from './keeper.ts'

let folder: string
let processes: Processes
let server: Nats
let keeper: Keeper
let subscriptions: NatsConnection
let operations: NatsConnection
const connections: NatsConnection[] = []

/** Mailboxes are called so that nobody guesses it. */
const ours = 'OURSxxxxxxxxxxxxxxxxxxxx'
const theirs = 'THEIRSxxxxxxxxxxxxxxxxxx'
const farAway = Math.floor(Date.now() / 1000) + 1_000_000

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nlc-vendors-'))
  const log = () => undefined
  processes = new Processes(await claim(folder, '', log), log)
  server = await nats({ folder, port: await freePort(), output: join(folder, 'nats.log'), services: serviceNames, log })
  await processes.start(server.program)
  keeper = await server.keep()
  subscriptions = await asService('subscriptions')
  operations = await asService('operations')
  await ask('keeper.revoke', {})
  for (const mailbox of [ours, theirs]) {
    await ask('keeper.make-durable', { mailbox })
    for (let number = 1; number <= 5; number++) await jetstream(subscriptions).publish(`mailbox.${mailbox}`, `${mailbox} ${number}`)
  }
})

afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()))
  await keeper?.close()
  await processes.stop()
  await rm(folder, { recursive: true })
})

async function asService(name: string): Promise<NatsConnection> {
  const authenticator = credsAuthenticator(await readFile(server.credentialsOf(name)))
  const connection = await connect({ servers: server.url, inboxPrefix: `_INBOX.${name}`, authenticator })
  connections.push(connection)
  return connection
}

async function ask(subject: string, question: object): Promise<void> {
  const answer = (await subscriptions.request(subject, JSON.stringify(question), { timeout: 5_000 })).json<{ error?: string }>()
  if (answer.error) throw new Error(answer.error)
}

/** As subscriptions makes them: the name is the mailbox's. */
async function newVendor(mailbox: string, rights: object = {}, scopedUser = true) {
  const { account, signingKey } = server.vendorSigning
  const user = createUser()
  const token = await encodeUser(mailbox, user, account, rights, { signer: signingKey, scopedUser })
  return { key: user.getPublicKey(), authenticator: credsAuthenticator(fmtCreds(token, user)), mailbox }
}
type Vendor = Awaited<ReturnType<typeof newVendor>>

async function enter({ authenticator, mailbox }: Vendor): Promise<NatsConnection> {
  const connection = await connect({ servers: server.url, inboxPrefix: `_INBOX.${mailbox}`, authenticator, reconnect: false })
  connections.push(connection)
  return connection
}

/**
 * Which of these a vendor may do. What it may not, the server says on the side; by the time it answers a ping, it has said it.
 */
async function permitted(subjects: readonly string[], attempt: (connection: NatsConnection, subject: string) => void): Promise<string[]> {
  const connection = await enter(await newVendor(ours))
  let refused = false
  void (async () => {
    for await (const { type } of connection.status()) if (type === 'error') refused = true
  })()
  const done: string[] = []
  for (const subject of subjects) {
    refused = false
    attempt(connection, subject)
    await connection.flush()
    await setImmediate()
    if (!refused) done.push(subject)
  }
  await connection.close()
  return done
}
const mayPublish = (...subjects: string[]) => permitted(subjects, (connection, subject) => connection.publish(subject))
const maySubscribe = (...subjects: string[]) =>
  permitted(subjects, (connection, subject) => connection.subscribe(subject, { callback: () => undefined }))
const durable = async (mailbox: string): Promise<ConsumerInfo> =>
  (await jetstreamManager(operations, { checkAPI: false })).consumers.info('mailboxes', mailbox)

const NEXT = '$JS.nlc.API.CONSUMER.MSG.NEXT.mailboxes'

test('a vendor pulls what lies in its mailbox, acknowledges it, and sees how far it is', async () => {
  const connection = await enter(await newVendor(ours))
  const consumer = await jetstream(connection, { domain: 'nlc' }).consumers.get('mailboxes', ours)
  const messages = await consumer.fetch({ max_messages: 2, expires: 2_000 })
  const read: string[] = []
  for await (const message of messages) {
    read.push(message.string())
    expect(await message.ackAck()).toBe(true)
  }
  expect(read).toEqual([`${ours} 1`, `${ours} 2`])
  expect(await consumer.info()).toMatchObject({ name: ours, num_pending: 3, num_ack_pending: 0 })
  expect((await durable(theirs)).num_pending).toBe(5)
})

test('of another vendor’s durable it reaches nothing', async () => {
  const subjects = [
    `${NEXT}.${theirs}`,
    `${NEXT}.*`,
    `$JS.nlc.API.CONSUMER.INFO.mailboxes.${theirs}`,
    `$JS.ACK.mailboxes.${theirs}.1.2.1.1700000000000000000.0`,
  ]
  expect(await mayPublish(...subjects)).toEqual([])
  expect(await mayPublish(`${NEXT}.${ours}`)).toEqual([`${NEXT}.${ours}`])
})

test('nothing of JetStream’s but pulling: no message by number, no stream, no consumer made, changed or deleted', async () => {
  const verbs = [
    'STREAM.MSG.GET.mailboxes',
    'STREAM.MSG.GET.evt-membership',
    'DIRECT.GET.mailboxes',
    `DIRECT.GET.mailboxes.mailbox.${ours}`,
    'DIRECT.GET.evt-identity',
    'STREAM.INFO.mailboxes',
    'STREAM.NAMES',
    'STREAM.LIST',
    'STREAM.PURGE.mailboxes',
    'STREAM.CREATE.mine',
    `CONSUMER.CREATE.mailboxes`,
    `CONSUMER.CREATE.mailboxes.${ours}`,
    `CONSUMER.CREATE.mailboxes.${ours}.mailbox.${theirs}`,
    `CONSUMER.DURABLE.CREATE.mailboxes.${ours}`,
    `CONSUMER.DELETE.mailboxes.${ours}`,
    `CONSUMER.DELETE.mailboxes.${theirs}`,
    'CONSUMER.NAMES.mailboxes',
    'CONSUMER.LIST.mailboxes',
    'CONSUMER.MSG.NEXT.evt-membership.roles',
    'INFO',
  ]
  expect(await mayPublish(...verbs.flatMap((verb) => [`$JS.nlc.API.${verb}`, `$JS.API.${verb}`]))).toEqual([])
})

test('nothing of the platform’s: no event said, no question asked, no other mailbox filled, nothing of the server’s', async () => {
  const subjects = [
    'evt.membership.network-approved',
    'evt.identity.trust-published',
    'ask.membership.approve-application',
    'ask.membership.events',
    'nudge.membership',
    `mailbox.${ours}`,
    `mailbox.${theirs}`,
    'keeper.revoke',
    '_INBOX.gateway.x',
    `_INBOX.${theirs}.x`,
    `_INBOX.${ours}.x`,
    '$SYS.REQ.CLAIMS.UPDATE',
    '$SYS.REQ.SERVER.PING',
  ]
  expect(await mayPublish(...subjects)).toEqual([])
})

test('it hears its own inbox alone', async () => {
  expect(await maySubscribe(`_INBOX.${ours}.>`)).toEqual([`_INBOX.${ours}.>`])
  const others = ['_INBOX.>', '_INBOX.*.>', `_INBOX.${theirs}.>`, '>', '*', 'evt.>', 'mailbox.>', '$JS.>', '_R_.>', '$SYS.>']
  expect(await maySubscribe(...others)).toEqual([])
})

test('a reply subject of its choosing reaches no service, no stream and no other vendor', async () => {
  const heard: string[] = []
  const callback = (_: Error | null, { subject }: Msg) => void heard.push(subject)
  for (const subject of ['evt.identity.>', 'evt.membership.>']) operations.subscribe(subject, { callback })
  const membership = await asService('membership')
  membership.subscribe('ask.membership.>', { queue: 'membership', callback })
  const other = await enter(await newVendor(theirs))
  other.subscribe(`_INBOX.${theirs}.>`, { callback })
  await Promise.all([operations, membership, other].map((connection) => connection.flush()))
  const before = await durable(theirs)

  // Pulled for real, so that a message goes out to where the reply points.
  for (const reply of [
    'ask.membership.approve-application',
    'evt.membership.network-approved',
    'evt.identity.trust-published',
    `mailbox.${theirs}`,
    `$JS.API.STREAM.PURGE.mailboxes`,
    `$JS.nlc.API.CONSUMER.MSG.NEXT.mailboxes.${theirs}`,
  ]) {
    const connection = await enter(await newVendor(ours))
    connection.publish(`${NEXT}.${ours}`, JSON.stringify({ batch: 1, no_wait: true }), { reply })
    await connection.flush()
    await connection.close()
  }
  // A reply that names an acknowledgement, or an answer that is on its way, is refused outright.
  const replies = [`$JS.ACK.mailboxes.${theirs}.1.2.1.1700000000000000000.0`, '_R_.x.y']
  expect(await permitted(replies, (connection, reply) => connection.publish(`${NEXT}.${ours}`, '', { reply }))).toEqual([])
  await Promise.all([operations, membership, other].map((connection) => connection.flush()))
  expect(heard).toEqual([])
  const { delivered, num_pending, num_ack_pending } = await durable(theirs)
  expect({ delivered, num_pending, num_ack_pending }).toEqual({
    delivered: before.delivered,
    num_pending: before.num_pending,
    num_ack_pending: before.num_ack_pending,
  })
  const { streams } = await jetstreamManager(operations, { checkAPI: false })
  expect((await streams.info('evt-membership')).state.messages).toBe(0)
})

test('the key that signs vendors’ users makes no user with rights of its own', async () => {
  const { mailbox, ...greedy } = await newVendor(ours, { pub: { allow: ['>'] }, sub: { allow: ['>'] } }, false)
  await expect(enter({ ...greedy, mailbox })).rejects.toThrow(/authorization/i)
})

test('revocations and mailboxes that are none are refused with a reason', async () => {
  await expect(ask('keeper.revoke', { nobody: farAway })).rejects.toThrow('nobody')
  await expect(ask('keeper.make-durable', { mailbox: 'a.b' })).rejects.toThrow('names no mailbox')
})

test('what is revoked is out at once, stays out when the server is started again, and touches nobody else', async () => {
  const [leaver, stayer] = [await newVendor(theirs), await newVendor(theirs)]
  const [leaving, staying] = [await enter(leaver), await enter(stayer)]
  const began = performance.now()
  const closed = leaving.closed().then(() => performance.now() - began)
  await ask('keeper.revoke', { [leaver.key]: farAway })
  console.log(`A connected client was put out ${Math.round(await closed)} ms after its revocation was asked for.`)
  await expect(enter(leaver)).rejects.toThrow(/authorization/i)
  await staying.flush()

  // What others are revoked for later does not bring it back, nor does saying the same again.
  const another = await newVendor(ours)
  await ask('keeper.revoke', { [another.key]: farAway })
  await ask('keeper.revoke', {})
  await expect(enter(leaver)).rejects.toThrow(/authorization/i)
  await expect(enter(another)).rejects.toThrow(/authorization/i)

  await processes.get('nats').restart()
  await expect(enter(leaver)).rejects.toThrow(/authorization/i)
  await (await enter(stayer)).flush()
  // Whoever keeps the broker is back with it.
  await expect.poll(() => ask('keeper.revoke', {}).then(() => 'done', String), { timeout: 20_000 }).toBe('done')
  await expect(enter(leaver)).rejects.toThrow(/authorization/i)
})
