/** Subscriptions itself, whole, with messages put into its mailboxes as its reactions put them, and doors opened as its operations do. */
import { commonConfig, databaseConfig, migrate, newId, readConfig, type Surroundings, start, unitOfWork } from '@nlc/runtime'
import { readSettings } from '../../services/subscriptions/src/config.ts'
import { appendMessages } from '../../services/subscriptions/src/mailbox/append-messages.ts'
import { newCredential } from '../../services/subscriptions/src/nats-door/nats-credential.ts'
import { NatsDoor } from '../../services/subscriptions/src/nats-door/nats-door.ts'
import { shownNatsDoor } from '../../services/subscriptions/src/nats-door/shown-nats-door.ts'
import { subscriptions } from '../../services/subscriptions/src/service.ts'
import { keepKey } from '../../services/subscriptions/src/webhooks/webhook-keys.ts'
import { atRate, control, newMessage, now } from '../webhook-work.ts'

const settings = readSettings(process.env)
const { service, options } = subscriptions(() => settings)
const config = readConfig({ ...commonConfig, ...databaseConfig }, process.env)
await migrate(config.POSTGRES_URL, service.migrations)

let surroundings: Surroundings<unknown> | undefined
const mailboxes: string[] = []
/** Groups of them, which have messages besides, where they are asked for. */
const neighbours: string[][] = []
await start(service, config, {
  ...options,
  async beforeReady(given) {
    surroundings = given as Surroundings<unknown>
    for (const port of JSON.parse(process.env.PORTS ?? '[]') as number[]) mailboxes.push(await webhookTo(`http://127.0.0.1:${port}/`))
    for (const ports of JSON.parse(process.env.NEIGHBOURS ?? '[]') as number[][])
      neighbours.push(await Promise.all(ports.map((port) => webhookTo(`http://127.0.0.1:${port}/`))))
  },
})
const { database, clock, committed } = surroundings!

async function subscription(clientId = 'vendor'): Promise<string> {
  const id = newId()
  const { pool } = surroundings!.database
  await pool.query(`insert into subscription (id, client_id, name, state, filter) values ($1, $2, 'bench', 'active', '{}')`, [id, clientId])
  return id
}

/** As registered and verified. */
async function webhookTo(url: string, clientId?: string): Promise<string> {
  const subscriptionId = await subscription(clientId)
  const { pool, sql: db } = surroundings!.database
  await pool.query(
    `insert into webhook_endpoint (subscription_id, url, state, max_per_second, challenge, registered_at) values ($1, $2, 'active', 1000, '', now())`,
    [subscriptionId, url],
  )
  await pool.query('insert into webhook_place (subscription_id, sent_number) values ($1, 0)', [subscriptionId])
  for (const kind of ['hmac-sha256', 'ed25519'] as const) await keepKey(db, settings.sealing, { subscriptionId, kind })
  return subscriptionId
}

let behindNatsDoor: string | undefined
const cause = { operation: 'subscriptions.bench', client: 'bench', input: '' }

/** A mailbox with that door alone. @returns what its vendor is given. */
async function openNatsDoor(): Promise<object> {
  const subscriptionId = await subscription()
  behindNatsDoor = subscriptionId
  const natsDoor = settings.natsDoor!
  const done = await unitOfWork(database, clock, { cause, emits: [] }, async ({ em, sql: db, now }) => {
    const door = NatsDoor.of(subscriptionId, 'vendor')
    door.open(0, now)
    em.persist(door)
    await em.flush()
    const { credential, file } = await newCredential(natsDoor, door)
    em.persist(credential)
    await em.flush()
    return { ...(await shownNatsDoor(db, subscriptionId, natsDoor))!.address, credentialsFile: file }
  })
  committed(done!)
  return done!.result
}

/** @returns the events that the messages tell of; the mailbox gives these their own ids. */
async function put(to: readonly string[]): Promise<string[]> {
  const messages = to.map((subscriptionId) => {
    const { subjectId, data } = newMessage()
    return {
      ...{ subscriptionId, type: 'appointment.changed' as const, subjectId, aboutPerson: true, places: ['900001'], eventId: newId() },
      ...{ occurredAt: new Date(), data, why: { filter: {} } },
    }
  })
  const done = await unitOfWork(database, clock, { cause, emits: [] }, (change) => appendMessages(change as never, messages))
  committed(done!)
  return messages.map(({ eventId }) => eventId)
}

/** As by agreements in force with that client, and a webhook for it. */
async function shareWith(clientId: string, urns: readonly string[], port: string): Promise<string> {
  const { pool } = database
  await pool.query('insert into known_client (client_id) values ($1)', [clientId])
  await pool.query('insert into known_school (urn, current_urn) select u, u from unnest($1::text[]) u', [urns])
  await pool.query(
    'insert into opened_place (client_id, place, agreement_id, held) select $1, u, gen_random_uuid(), false from unnest($2::text[]) u',
    [clientId, urns],
  )
  return webhookTo(`http://127.0.0.1:${port}/`, clientId)
}

control({
  '/open-nats-door': openNatsDoor,
  '/share': (asked) =>
    shareWith(
      asked.get('client')!,
      Array.from({ length: Number(asked.get('schools')) }, (_, n) => String(Number(asked.get('firstUrn')) + n)),
      asked.get('port')!,
    ),
  /** No source has a past: what comes is heard live. */
  async '/hear-live'() {
    const { rows } = await database.pool.query(`update history_read set complete = true returning source`)
    return rows.map(({ source }) => source)
  },
  async '/opened'() {
    const { rows } = await database.pool.query('select count(*)::int as n from opened_place')
    return rows[0].n
  },
  /** Agreements whose doors are said to be closed, and the instant. */
  async '/closed'() {
    const { rows } = await database.pool.query(
      `select data ->> 'agreementId' as agreement, data ->> 'closedAt' as at from event where name = 'subscriptions.doors-closed'`,
    )
    return rows.map(({ agreement, at }) => [agreement, at])
  },
  /** The ids of a mailbox's messages, by the events that they tell of. */
  async '/told'(asked) {
    const { rows } = await database.pool.query('select event_id, id from mailbox_message where subscription_id = $1', [
      asked.get('subscription'),
    ])
    return rows.map(({ event_id, id }) => [event_id, id])
  },
  async '/produce'(asked) {
    const [rate, seconds] = [Number(asked.get('rate')), Number(asked.get('seconds'))]
    const group = neighbours[Number(asked.get('neighbours') ?? -1)]
    const besides = group && atRate(rate / 2, seconds, async (n) => (await put([group[n % group.length]!]))[0]!)
    const to = asked.has('nats') ? [behindNatsDoor!] : mailboxes
    const said = await atRate(rate, seconds, async (n) => (await put([to[n % to.length]!]))[0]!)
    await besides
    const { rows } = await database.pool.query('select id, event_id from mailbox_message where event_id = any ($1::uuid[])', [
      said.map(([event]) => event),
    ])
    const ids = new Map<string, string>(rows.map(({ id, event_id }) => [event_id, id]))
    return said.map(([event, at]) => [ids.get(event), at])
  },
  async '/burst'(asked) {
    await put(Array.from({ length: Number(asked.get('messages')) }, (_, n) => mailboxes[n % mailboxes.length]!))
    return now()
  },
})
