/** How long a door stays open: from a withdrawal, as membership says it, until subscriptions says that every door is closed, under load. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { jetstream } from '@nats-io/jetstream'
import { connect, credsAuthenticator } from '@nats-io/transport-node'
import { newId } from '@nlc/runtime'
import { asked, taken, withWebhookPeers } from './webhook-peers.ts'
import { atRate } from './webhook-work.ts'

const vendors = 10
const agreements = 200
/** Withdrawals a second, and messages to webhooks meanwhile. */
const withdrawalRate = 10
const messageRate = 100
const patienceMs = 60_000

export const measure = (): Promise<void> =>
  withWebhookPeers([], async ({ startReceiver, startSubscriptions, natsUrl, natsCredentials }) => {
    const { receiver, ports } = await startReceiver(vendors)
    const ours = await startSubscriptions(ports)
    while (!(await asked(ours, '/hear-live')).includes('membership')) await sleep(50)
    const authenticator = credsAuthenticator(readFileSync(natsCredentials('membership')))
    const membership = await connect({ servers: natsUrl, authenticator, inboxPrefix: '_INBOX.membership' })
    const js = jetstream(membership)
    async function say(name: string, version: number, data: { agreementId: string }): Promise<string> {
      const id = newId()
      const message = { id, name: `membership.${name}`, aggregate: 'sharing-agreement', aggregateId: data.agreementId, version }
      await js.publish(`evt.membership.${name}`, JSON.stringify({ ...message, occurredAt: new Date().toISOString(), data }), { msgID: id })
      return id
    }
    const shared = Array.from({ length: agreements }, (_, n) => ({
      agreementId: newId(),
      clientId: `client-${n % vendors}`,
      controller: { kind: 'school', reference: String(200_000 + n) },
    }))
    const terms = { lawfulBasis: 'public-task', dataClasses: ['roles'], reviewDay: '2099-01-01', lastDay: '2099-01-01' }
    const signed = { signatoryId: newId(), signedAt: new Date().toISOString() }
    try {
      for (const one of shared) await say('sharing-in-force', 1, { ...one, ...terms, ...signed })
      while ((await asked(ours, '/opened')) < agreements) await sleep(50)

      const seconds = agreements / withdrawalRate
      const load = asked(ours, `/produce?rate=${messageRate}&seconds=${seconds}`)
      const withdrawnAt = new Map<string, number>()
      await atRate(withdrawalRate, seconds, async (n) => {
        withdrawnAt.set(shared[n]!.agreementId, Date.now())
        return say('sharing-withdrawing', 2, shared[n]!)
      })
      await load
      await taken(receiver, messageRate * seconds, patienceMs)
      let closed: [string, string][] = []
      for (const until = Date.now() + patienceMs; closed.length < agreements && Date.now() < until; await sleep(100))
        closed = await asked(ours, '/closed')
      const took = closed.map(([agreementId, at]) => Date.parse(at) - withdrawnAt.get(agreementId)!).sort((a, b) => a - b)
      const quantile = (share: number) => took[Math.floor(took.length * share)]
      const work = `withdrawn → every door closed, ${withdrawalRate} a second beside ${messageRate} messages/s`
      console.log(JSON.stringify({ work, unit: 'ms', closed: took.length, p50: quantile(0.5), p99: quantile(0.99), max: took.at(-1) }))
    } finally {
      await membership.close()
    }
  })
