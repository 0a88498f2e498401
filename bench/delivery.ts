/**
 * Webhooks. From the commit of a message until the receiver has it, at a steady rate, beside the same work over graphile-worker
 * and over pg-boss; until a vendor has it that pulls at NATS; and a backlog for a hundred endpoints, beside the same requests by
 * undici alone.
 */
import { type Comparison, type Contender, compare, compareAll } from './comparison.ts'
import type { Options } from './options.ts'
import type { Peer } from './peer.ts'
import { allTaken, asked, latencies, taken, withWebhookPeers } from './webhook-peers.ts'

const rate = 200
const inboxes = 100
const backlog = 10_000

export const measure = ({ rounds, seconds }: Options): Promise<void> =>
  withWebhookPeers(['graphile', 'boss'], async ({ start, startReceiver, startSubscriptions, databaseUrl }) => {
    const { receiver, ports } = await startReceiver(inboxes)
    const PORTS = JSON.stringify(ports)
    const ours = await startSubscriptions(ports)
    const graphile = await start('webhooks-by-graphile-worker.ts', { PORTS, POSTGRES_URL: databaseUrl('graphile') })
    const boss = await start('webhooks-by-pg-boss.ts', { PORTS, POSTGRES_URL: databaseUrl('boss') })
    const bare = await start('webhooks-by-bare-undici.ts', { PORTS })
    await allTaken(receiver, ours, inboxes)

    const latency = (name: string, contender: Peer) => ({ name, run: () => latencies(receiver, contender, { rate, seconds }) })
    await compareAll({
      work: `commit → webhook received, ${rate} messages/s`,
      unit: 'ms',
      measures: ['p50', 'p99'],
      ours: latency('subscriptions', ours),
      beside: [latency('graphile-worker', graphile), latency('pg-boss with LISTEN/NOTIFY', boss)],
      rounds,
    })
    const vendor = await start('nats-vendor.ts', { DOOR: JSON.stringify(await asked(ours, '/open-nats-door')) })
    await compareAll({
      work: `commit → NATS received, ${rate} messages/s`,
      unit: 'ms',
      measures: ['p50', 'p99'],
      ours: { name: 'subscriptions', run: () => latencies(vendor, ours, { rate, seconds, nats: 1 }) },
      beside: [latency('graphile-worker, by webhook', graphile), latency('pg-boss with LISTEN/NOTIFY, by webhook', boss)],
      rounds,
    })
    const burst = (name: string, contender: Peer): Contender => ({ name, run: () => backlogSeconds(receiver, contender) })
    const comparison: Comparison = {
      work: `${backlog} messages to ${inboxes} endpoints`,
      unit: 's',
      ours: burst('subscriptions', ours),
      beside: [burst('undici alone', bare)],
      rounds,
    }
    for (const { run } of [comparison.ours, ...comparison.beside]) await run()
    await compare(comparison)
  })

async function backlogSeconds(receiver: Peer, contender: Peer): Promise<number> {
  const began: number = await asked(contender, `/burst?messages=${backlog}`)
  return (Math.max(...(await taken(receiver, backlog)).map(([, at]) => at)) - began) / 1000
}
