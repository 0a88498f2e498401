/** What measurements of webhooks have in common: Postgres and NATS, the programs under measurement, and what a receiver took. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureDatabases } from '@nlc/infra/local/databases'
import { startSystem } from '@nlc/infra/local/system'
import { type Peer, startPeer } from './peer.ts'

export interface WebhookPeers {
  readonly start: (file: string, env: Record<string, string>) => Promise<Peer>
  /** Listeners in one process, and where each listens. */
  readonly startReceiver: (inboxes: number, env?: Record<string, string>) => Promise<{ receiver: Peer; ports: number[] }>
  /** The service whole, with a webhook to each port. */
  readonly startSubscriptions: (ports: readonly number[], env?: Record<string, string>) => Promise<Peer>
  databaseUrl(name: string): string
  readonly natsUrl: string
  natsCredentials(service: string): string
}

/** Of the system only Postgres and NATS: the service is measured in a process that can be told to put messages. */
export async function withWebhookPeers(databases: readonly string[], measure: (peers: WebhookPeers) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nlc-bench-webhooks-'))
  const running: Peer[] = []
  const system = await startSystem({ dataDir, services: [], log: (sentence) => console.error(sentence) })
  const start: WebhookPeers['start'] = async (file, env) => {
    const peer = await startPeer(file, env)
    running.push(peer)
    return peer
  }
  const databaseUrl = (name: string): string => {
    const url = new URL(system.postgresUrl())
    Object.assign(url, { username: name, password: 'bench', pathname: `/${name}` })
    return url.href
  }
  try {
    await ensureDatabases(system.postgresUrl(), Object.fromEntries(['subscriptions', ...databases].map((name) => [name, 'bench'])))
    await measure({
      start,
      databaseUrl,
      natsUrl: system.natsUrl,
      natsCredentials: system.natsCredentials,
      async startReceiver(inboxes, env = {}) {
        const receiver = await start('webhook-receiver.ts', { ...env, INBOXES: String(inboxes) })
        return { receiver, ports: await asked(receiver, '/ports') }
      },
      startSubscriptions: (ports, env = {}) =>
        start('webhooks-of-subscriptions.ts', {
          ...env,
          PORTS: JSON.stringify(ports),
          POSTGRES_URL: databaseUrl('subscriptions'),
          NATS_URL: system.natsUrl,
          NATS_CREDS: system.natsCredentials('subscriptions'),
          ...system.natsDoor,
          ISSUER: 'http://127.0.0.1:8080',
          KEY_ENCRYPTION_KEY: 'A'.repeat(43),
          WEBHOOK_ALLOW: '127.0.0.1/32',
          LOG_LEVEL: 'error',
        }),
    })
  } finally {
    for (const { stop } of running) await stop()
    await system.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what peers of ours say
export async function asked(peer: Peer, path: string): Promise<any> {
  const response = await fetch(`http://127.0.0.1:${peer.port}${path}`)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response.json()
}

/** Until the receiver has taken as many as were sent. */
export async function taken(receiver: Peer, count: number, patienceMs = 30_000): Promise<[id: string, at: number][]> {
  for (const until = performance.now() + patienceMs; performance.now() < until; await sleep(20)) {
    if ((await asked(receiver, '/count')) >= count) return asked(receiver, '/taken')
  }
  throw new Error(`After ${patienceMs / 1000} s the receiver has ${await asked(receiver, '/count')} of ${count} messages.`)
}

/** Milliseconds from the commit of each message that a contender puts until the receiver has it. */
export async function latencies(
  receiver: Peer,
  contender: Peer,
  parameters: Record<string, number>,
): Promise<{ p50: number; p99: number }> {
  const query = new URLSearchParams(Object.entries(parameters).map(([name, value]): [string, string] => [name, `${value}`]))
  const committed = new Map<string, number>(await asked(contender, `/produce?${query}`))
  const took = (await taken(receiver, committed.size)).map(([id, at]) => at - committed.get(id)!).sort((a, b) => a - b)
  const quantile = (share: number) => Math.max(0.01, took[Math.floor(took.length * share)]!)
  return { p50: quantile(0.5), p99: quantile(0.99) }
}

/** The service takes its endpoints within a second of its start. */
export async function allTaken(receiver: Peer, subscriptions: Peer, inboxes: number): Promise<void> {
  await asked(subscriptions, `/burst?messages=${inboxes}`)
  await taken(receiver, inboxes)
}
