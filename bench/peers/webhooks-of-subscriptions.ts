/** Subscriptions itself, whole, with messages put into its mailboxes as its reactions put them. */
import { commonConfig, databaseConfig, migrate, newId, readConfig, type Surroundings, start, unitOfWork } from '@nlc/runtime'
import { readSettings } from '../../services/subscriptions/src/config.ts'
import { appendMessages } from '../../services/subscriptions/src/mailbox/append-messages.ts'
import { subscriptions } from '../../services/subscriptions/src/service.ts'
import { keepKey } from '../../services/subscriptions/src/webhooks/webhook-keys.ts'
import { atRate, control, newMessage, now } from '../webhook-work.ts'

const settings = readSettings(process.env)
const { service, options } = subscriptions(() => settings)
const config = readConfig({ ...commonConfig, ...databaseConfig }, process.env)
await migrate(config.POSTGRES_URL, [service.migrations])

let surroundings: Surroundings<unknown> | undefined
const mailboxes: string[] = []
await start(service, config, {
  ...options,
  async beforeReady(given) {
    surroundings = given as Surroundings<unknown>
    for (const port of JSON.parse(process.env.PORTS ?? '[]') as number[]) mailboxes.push(await webhookTo(`http://127.0.0.1:${port}/`))
  },
})
const { database, clock, committed } = surroundings!

/** As registered and verified. */
async function webhookTo(url: string): Promise<string> {
  const subscriptionId = newId()
  const { pool, sql: db } = surroundings!.database
  await pool.query(`insert into subscription (id, client_id, name, state, filter) values ($1, 'vendor', 'bench', 'active', '{}')`, [
    subscriptionId,
  ])
  await pool.query(
    `insert into webhook_endpoint (subscription_id, url, state, max_per_second, challenge, registered_at) values ($1, $2, 'active', 1000, '', now())`,
    [subscriptionId, url],
  )
  await pool.query('insert into webhook_place (subscription_id, sent_number) values ($1, 0)', [subscriptionId])
  for (const kind of ['hmac-sha256', 'ed25519'] as const) await keepKey(db, settings.sealing, { subscriptionId, kind })
  return subscriptionId
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
  const cause = { operation: 'subscriptions.bench', client: 'bench', input: '' }
  const done = await unitOfWork(database, clock, { cause, emits: [] }, (change) => appendMessages(change as never, messages))
  committed(done!)
  return messages.map(({ eventId }) => eventId)
}

control({
  async '/produce'(asked) {
    const said = await atRate(
      Number(asked.get('rate')),
      Number(asked.get('seconds')),
      async (n) => (await put([mailboxes[n % mailboxes.length]!]))[0]!,
    )
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
