/**
 * A morning on which 5,000 schools have 20 changes each: from roles' events to the vendors' webhooks, until all have them; and
 * what a vendor feels of it whose one school has nothing to do with them.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type JetStreamClient, jetstream } from '@nats-io/jetstream'
import { connect, credsAuthenticator } from '@nats-io/transport-node'
import type { DataOf } from '@nlc/contracts/define'
import type { AppointmentConfirmed } from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import type { Peer } from './peer.ts'
import { asked, taken, withWebhookPeers } from './webhook-peers.ts'
import { atRate, now } from './webhook-work.ts'

const schools = 5_000
const changes = 20
const vendors = 20
const firstUrn = 200_000
const aside = '199999'
/** Of the vendor aside, changes a second. */
const asideRate = 5
/** About as many commands a second as roles commits: faster than that no morning is. */
const commandRate = 150
const underWay = 500
const patienceMs = 20 * 60_000

export const measure = ({ seconds }: { seconds: number }): Promise<void> =>
  withWebhookPeers([], async ({ startReceiver, startSubscriptions, natsUrl, natsCredentials }) => {
    const { receiver, ports } = await startReceiver(vendors)
    const { receiver: receiverAside, ports: portsAside } = await startReceiver(1)
    const ours = await startSubscriptions([])
    const share = (client: string, first: number, of: number, port: number): Promise<string> =>
      asked(ours, `/share?${new URLSearchParams({ client, firstUrn: String(first), schools: String(of), port: String(port) })}`)
    const each = schools / vendors
    for (const [n, port] of ports.entries()) await share(`vendor-${n}`, firstUrn + n * each, each, port)
    const subscriptionAside = await share('aside', Number(aside), 1, portsAside[0]!)
    while (!(await asked(ours, '/hear-live')).includes('roles')) await sleep(50)

    const authenticator = credsAuthenticator(readFileSync(natsCredentials('roles')))
    const roles = await connect({ servers: natsUrl, authenticator, inboxPrefix: '_INBOX.roles' })
    const js = jetstream(roles)
    const sayAside = () => say(js, aside)
    /** Milliseconds from the event until the vendor aside has the message, while something else is done. */
    const feltAside = async (meanwhile: Promise<unknown>): Promise<{ p50: number; p99: number; max: number; messages: number }> => {
      let over = false
      const ended = meanwhile.finally(() => {
        over = true
      })
      const said: [string, number][] = []
      while (!over) said.push(...(await atRate(asideRate, 2, sayAside)))
      await ended
      const arrived = new Map(await taken(receiverAside, said.length, patienceMs))
      const ids = new Map<string, string>(await asked(ours, `/told?subscription=${subscriptionAside}`))
      const took = said.map(([event, at]) => arrived.get(ids.get(event)!)! - at).sort((a, b) => a - b)
      const quantile = (share: number) => Math.round(took[Math.floor(took.length * share)]!)
      return { p50: quantile(0.5), p99: quantile(0.99), max: Math.round(took.at(-1)!), messages: took.length }
    }
    const report = (what: string, measured: object) => console.log(JSON.stringify({ work: what, unit: 'ms', ...measured }))

    try {
      await sayAside()
      await taken(receiverAside, 1)
      report('a vendor aside: quiet', await feltAside(sleep(seconds * 5_000)))

      const urnOf = (n: number) => String(firstUrn + Math.floor(n / changes))
      const paced = atRate(commandRate, seconds * 5, (n) => say(js, urnOf(n * changes)))
      report(`a vendor aside: ${commandRate} changes a second for the others`, await feltAside(paced))
      await taken(receiver, commandRate * seconds * 5, patienceMs)

      const began = now()
      let saidAll = 0
      const morning = (async () => {
        await sayAll(js, schools * changes, urnOf)
        saidAll = now() - began
        await arrivedAt(receiver, schools * changes)
      })()
      const felt = await feltAside(morning)
      const arrivals = await asked(receiver, '/taken')
      const last = Math.max(...arrivals.map(([, at]: [string, number]) => at)) - began
      report(`a vendor aside: ${schools} schools × ${changes} changes at once`, felt)
      console.log(
        JSON.stringify({
          work: `${schools} schools × ${changes} changes to ${vendors} vendors: until all have them`,
          unit: 's',
          said: Math.round(saidAll / 100) / 10,
          arrived: Math.round(last / 100) / 10,
        }),
      )
    } finally {
      await roles.close()
    }
  })

/** An appointment is confirmed, as roles' relay says it. @returns the event's id. */
async function say(js: JetStreamClient, urn: string): Promise<string> {
  const id = newId()
  const data = confirmed(urn)
  const message = { id, name: 'roles.appointment-confirmed', aggregate: 'appointment', aggregateId: data.appointmentId, version: 1 }
  const envelope = JSON.stringify({ ...message, occurredAt: new Date().toISOString(), data })
  await js.publish('evt.roles.appointment-confirmed', envelope, { msgID: id, timeout: 30_000 })
  return id
}

function confirmed(urn: string): DataOf<typeof AppointmentConfirmed> {
  const appointmentId = newId()
  const conditions = { affiliation: 'employment', urn, minutesPerWeek: 180, share: 1 } as const
  const firstDay = '2026-09-01'
  return {
    appointmentId,
    appointment: {
      ...{ id: appointmentId, version: 1, personId: newId(), networkId: newId(), roleCode: 'ict-innovator', state: 'active' },
      ...{ ...conditions, firstDay, periods: [{ ...conditions, firstDay, paused: false }], recordedAt: new Date().toISOString() },
    },
  } as DataOf<typeof AppointmentConfirmed>
}

async function sayAll(js: JetStreamClient, count: number, urnOf: (n: number) => string): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) await say(js, urnOf(next++))
  }
  await Promise.all(Array.from({ length: underWay }, lane))
}

async function arrivedAt(receiver: Peer, count: number): Promise<void> {
  for (const until = now() + patienceMs; (await asked(receiver, '/count')) < count; await sleep(200))
    if (now() > until)
      throw new Error(`After ${patienceMs / 60_000} minutes the vendors have ${await asked(receiver, '/count')} of ${count}.`)
}
