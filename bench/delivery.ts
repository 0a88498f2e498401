/**
 * Webhooks. From the commit of a message until the receiver has it, at a steady rate, beside the same work over graphile-worker
 * and over pg-boss; and a backlog for a hundred endpoints, beside the same requests by undici alone.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureDatabases } from '@nlc/infra/local/databases'
import { type System, startSystem } from '@nlc/infra/local/system'
import { type Comparison, type Contender, compare, compareAll } from './comparison.ts'
import type { Options } from './options.ts'
import { type Peer, startPeer } from './peer.ts'

const rate = 200
const inboxes = 100
const backlog = 10_000
const patienceMs = 30_000

export async function measure({ rounds, seconds }: Options): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nlc-bench-delivery-'))
  const peers: Peer[] = []
  const peer = async (file: string, env: Record<string, string>) => {
    const started = await startPeer(file, env)
    peers.push(started)
    return started
  }
  let system: System | undefined
  try {
    // Of the system only Postgres and NATS: the service is measured in a process that can be told to put messages.
    system = await startSystem({ dataDir, services: [], log: (sentence) => console.error(sentence) })
    await ensureDatabases(system.postgresUrl(), { subscriptions: 'bench', graphile: 'bench', boss: 'bench' })
    const receiver = await peer('webhook-receiver.ts', { INBOXES: String(inboxes) })
    const PORTS = JSON.stringify(await asked(receiver, '/ports'))
    const ours = await peer('webhooks-of-subscriptions.ts', {
      PORTS,
      POSTGRES_URL: databaseUrl(system, 'subscriptions'),
      NATS_URL: system.natsUrl,
      NATS_CREDS: system.natsCredentials('subscriptions'),
      ISSUER: 'http://127.0.0.1:8080',
      KEY_ENCRYPTION_KEY: 'A'.repeat(43),
      WEBHOOK_ALLOW: '127.0.0.1/32',
      LOG_LEVEL: 'warn',
    })
    const graphile = await peer('webhooks-by-graphile-worker.ts', { PORTS, POSTGRES_URL: databaseUrl(system, 'graphile') })
    const boss = await peer('webhooks-by-pg-boss.ts', { PORTS, POSTGRES_URL: databaseUrl(system, 'boss') })
    const bare = await peer('webhooks-by-bare-undici.ts', { PORTS })
    await allTaken(receiver, ours)

    const latency = (name: string, contender: Peer) => ({ name, run: () => latencies(receiver, contender, seconds) })
    await compareAll({
      work: `commit → webhook received, ${rate} messages/s`,
      unit: 'ms',
      measures: ['p50', 'p99'],
      ours: latency('subscriptions', ours),
      beside: [latency('graphile-worker', graphile), latency('pg-boss with LISTEN/NOTIFY', boss)],
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
  } finally {
    for (const { stop } of peers) await stop()
    await system?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const databaseUrl = (system: System, name: string): string => {
  const url = new URL(system.postgresUrl())
  Object.assign(url, { username: name, password: 'bench', pathname: `/${name}` })
  return url.href
}

// biome-ignore lint/suspicious/noExplicitAny: what peers of ours say
async function asked(peer: Peer, path: string): Promise<any> {
  const response = await fetch(`http://127.0.0.1:${peer.port}${path}`)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response.json()
}

/** Until the receiver has taken as many as were sent. */
async function taken(receiver: Peer, count: number): Promise<[id: string, at: number][]> {
  for (const until = performance.now() + patienceMs; performance.now() < until; await sleep(20)) {
    if ((await asked(receiver, '/count')) >= count) return asked(receiver, '/taken')
  }
  throw new Error(`After ${patienceMs / 1000} s the receiver has ${await asked(receiver, '/count')} of ${count} messages.`)
}

async function latencies(receiver: Peer, contender: Peer, seconds: number): Promise<{ p50: number; p99: number }> {
  const committed = new Map<string, number>(await asked(contender, `/produce?rate=${rate}&seconds=${seconds}`))
  const took = (await taken(receiver, committed.size)).map(([id, at]) => at - committed.get(id)!).sort((a, b) => a - b)
  const quantile = (share: number) => Math.max(0.01, took[Math.floor(took.length * share)]!)
  return { p50: quantile(0.5), p99: quantile(0.99) }
}

async function backlogSeconds(receiver: Peer, contender: Peer): Promise<number> {
  const began: number = await asked(contender, `/burst?messages=${backlog}`)
  return (Math.max(...(await taken(receiver, backlog)).map(([, at]) => at)) - began) / 1000
}

/** Ours takes its endpoints within a second of its start. */
async function allTaken(receiver: Peer, ours: Peer): Promise<void> {
  await asked(ours, `/burst?messages=${inboxes}`)
  await taken(receiver, inboxes)
}
