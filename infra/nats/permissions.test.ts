import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node'
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
const connections: NatsConnection[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nlc-permissions-'))
  const log = () => undefined
  processes = new Processes(await claim(folder, '', log), log)
  server = await nats({ folder, port: await freePort(), output: join(folder, 'nats.log'), services: serviceNames, log })
  await processes.start(server.program)
  keeper = await server.keep()
})

afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()))
  await keeper.close()
  await processes.stop()
  await rm(folder, { recursive: true })
})

test('nobody comes in without credentials', async () => {
  await expect(connect({ servers: server.url, reconnect: false })).rejects.toThrow(/authorization violation/i)
})

test('a service publishes its own events and no other’s', async () => {
  expect(await mayPublish('membership', 'evt.membership.network-approved')).toBe(true)
  expect(await mayPublish('roles', 'evt.membership.network-approved')).toBe(false)
  expect(await mayPublish('gateway', 'evt.identity.trust-published')).toBe(false)
})

test('only the gateway asks; services ask each other for history and address alone', async () => {
  expect(await mayPublish('gateway', 'ask.membership.approve-application')).toBe(true)
  expect(await mayPublish('roles', 'ask.membership.approve-application')).toBe(false)
  expect(await mayPublish('roles', 'ask.roles.appoint')).toBe(false)
  expect(await mayPublish('roles', 'ask.membership.events')).toBe(true)
  expect(await mayPublish('roles', 'ask.membership.address')).toBe(true)
})

test('a service answers what is asked of it, sharing the work with its other instances', async () => {
  expect(await maySubscribe('membership', 'ask.membership.>', 'membership')).toBe(true)
  expect(await maySubscribe('membership', 'ask.membership.>')).toBe(false)
  expect(await maySubscribe('membership', 'ask.membership.>', 'eavesdroppers')).toBe(false)
  expect(await maySubscribe('roles', 'ask.membership.>', 'membership')).toBe(false)
  expect(await maySubscribe('roles', 'ask.>', 'roles')).toBe(false)
})

test('a service reads its own replies and no other’s', async () => {
  expect(await maySubscribe('roles', '_INBOX.roles.>')).toBe(true)
  expect(await maySubscribe('roles', '_INBOX.gateway.>')).toBe(false)
  expect(await maySubscribe('roles', '_INBOX.>')).toBe(false)
  expect(await maySubscribe('roles', '>')).toBe(false)
})

test('everybody hears of keys and suspensions; other events come by a durable consumer only', async () => {
  expect(await maySubscribe('gateway', 'evt.identity.>')).toBe(true)
  expect(await maySubscribe('roles', 'evt.membership.>')).toBe(false)
  expect(await maySubscribe('roles', '$JS.>')).toBe(false)
})

test('a relay is nudged by its own service alone', async () => {
  expect(await mayPublish('membership', 'nudge.membership')).toBe(true)
  expect(await maySubscribe('membership', 'nudge.membership')).toBe(true)
  expect(await mayPublish('roles', 'nudge.membership')).toBe(false)
})

test('a service reads another’s stream through the consumer of its own name', async () => {
  await jetstream(await as('membership')).publish('evt.membership.network-approved', '{}')
  const roles = await as('roles')
  await roles.request('keeper.follow.roles', JSON.stringify({ source: 'membership', ackWaitMs: 10_000 }))
  const message = await (await jetstream(roles).consumers.get('evt-membership', 'roles')).next()
  expect(message?.subject).toBe('evt.membership.network-approved')
  expect(await message?.ackAck()).toBe(true)
})

test('no service makes a consumer, not even its own: it would say to which subject it delivers', async () => {
  for (const stream of ['evt-roles', 'evt-membership', 'mailboxes'])
    for (const subject of [`CREATE.${stream}.roles`, `CREATE.${stream}.roles.evt.>`, `DURABLE.CREATE.${stream}.roles`, `CREATE.${stream}`])
      expect(await mayPublish('roles', `$JS.API.CONSUMER.${subject}`), subject).toBe(false)
  expect(await mayPublish('roles', 'keeper.follow.roles')).toBe(true)
  expect(await mayPublish('roles', 'keeper.follow.membership')).toBe(false)
  const roles = await as('roles')
  const answer = async (question: object) => (await roles.request('keeper.follow.roles', JSON.stringify(question))).json()
  expect(await answer({ source: 'gateway', ackWaitMs: 10_000 })).toEqual({ error: 'There are no events of gateway.' })
  expect(await answer({ source: 'membership', ackWaitMs: 1 })).toEqual({ error: 'An acknowledgement cannot be waited for 1 ms.' })
})

test('no service touches another’s consumer or stream', async () => {
  expect(await mayPublish('roles', '$JS.API.CONSUMER.CREATE.evt-membership.scheduling')).toBe(false)
  expect(await mayPublish('roles', '$JS.API.CONSUMER.DURABLE.CREATE.evt-membership.scheduling')).toBe(false)
  expect(await mayPublish('roles', '$JS.API.CONSUMER.MSG.NEXT.evt-membership.scheduling')).toBe(false)
  expect(await mayPublish('roles', '$JS.API.CONSUMER.DELETE.evt-membership.scheduling')).toBe(false)
  expect(await mayPublish('roles', '$JS.ACK.evt-membership.scheduling.1.1.1.1.0')).toBe(false)
  expect(await mayPublish('roles', '$JS.API.CONSUMER.CREATE.evt-membership')).toBe(false) // without a name
  for (const verb of ['CREATE', 'UPDATE', 'DELETE', 'PURGE']) {
    expect(await mayPublish('roles', `$JS.API.STREAM.${verb}.evt-membership`)).toBe(false)
    expect(await mayPublish('membership', `$JS.API.STREAM.${verb}.evt-membership`)).toBe(false)
  }
  expect(await mayPublish('roles', '$JS.API.STREAM.MSG.GET.evt-membership')).toBe(false)
  expect(await mayPublish('roles', '$JS.API.DIRECT.GET.evt-membership')).toBe(false)
})

test('a stream that is lost is made again, as it was', async () => {
  const { streams } = await jetstreamManager(await as('operations'))
  const before = await streams.info('evt-roles')
  await streams.delete('evt-roles')
  await expect
    .poll(() =>
      streams.info('evt-roles').then(
        ({ created }) => created,
        () => before.created,
      ),
    )
    .not.toBe(before.created)
  expect((await streams.info('evt-roles')).config).toEqual(before.config)
})

test('who keeps the streams reads none of them and publishes into none', async () => {
  expect(await mayPublish('keeper', 'evt.membership.network-approved')).toBe(false)
  expect(await mayPublish('keeper', 'ask.membership.approve-application')).toBe(false)
  expect(await mayPublish('keeper', '$JS.API.STREAM.DELETE.evt-membership')).toBe(false)
  expect(await mayPublish('keeper', '$JS.API.STREAM.MSG.GET.evt-membership')).toBe(false)
  expect(await mayPublish('keeper', '$JS.API.CONSUMER.MSG.NEXT.evt-membership.roles')).toBe(false)
  expect(await maySubscribe('keeper', 'evt.membership.>')).toBe(false)
})

test('subscriptions alone asks what vendors need', async () => {
  for (const subject of [
    'keeper.revoke',
    'keeper.make-durable',
    'mailbox.x',
    '$JS.API.STREAM.PURGE.mailboxes',
    '$JS.API.STREAM.MSG.GET.mailboxes',
  ]) {
    expect(await mayPublish('subscriptions', subject)).toBe(true)
    expect(await mayPublish('roles', subject)).toBe(false)
  }
  expect(await mayPublish('subscriptions', '$JS.API.CONSUMER.CREATE.mailboxes.x.mailbox.x')).toBe(false)
  expect(await mayPublish('subscriptions', '$JS.API.STREAM.UPDATE.mailboxes')).toBe(false)
  expect(await maySubscribe('roles', 'mailbox.*')).toBe(false)
})

test('the last word of identity can be read by everybody', async () => {
  const identity = await as('identity')
  await jetstream(identity).publish('evt.identity.trust-published', 'keys')
  const manager = await jetstreamManager(await as('gateway'))
  const last = await manager.streams.getMessage('evt-identity', { last_by_subj: 'evt.identity.trust-published' })
  expect(last?.string()).toBe('keys')
  const direct = await manager.direct.getMessage('evt-identity', { last_by_subj: 'evt.identity.trust-published' })
  expect(direct?.string()).toBe('keys')
})

test('credentials are readable by their owner alone', async () => {
  const { mode } = await import('node:fs/promises').then(({ stat }) => stat(server.credentialsOf('membership')))
  expect(mode & 0o077).toBe(0)
})

async function as(service: string): Promise<NatsConnection> {
  const authenticator = credsAuthenticator(await readFile(server.credentialsOf(service)))
  const connection = await connect({ servers: server.url, inboxPrefix: `_INBOX.${service}`, authenticator })
  connections.push(connection)
  return connection
}

async function mayPublish(service: string, subject: string): Promise<boolean> {
  return await isPermitted(service, (connection) => connection.publish(subject))
}

async function maySubscribe(service: string, subject: string, queue?: string): Promise<boolean> {
  return await isPermitted(service, (connection) => connection.subscribe(subject, { queue, callback: () => undefined }))
}

/** The server says no on the side; by the time it answers a ping, it has said it. */
async function isPermitted(service: string, attempt: (connection: NatsConnection) => void): Promise<boolean> {
  const connection = await as(service)
  let refused = false
  void (async () => {
    for await (const { type } of connection.status()) if (type === 'error') refused = true
  })()
  attempt(connection)
  await connection.flush()
  await connection.close()
  return !refused
}
