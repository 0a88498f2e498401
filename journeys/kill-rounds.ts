/**
 * Processes are killed (`kill -9`) while commands run. Afterwards, what was acknowledged must be there, every event must have
 * taken effect once and in order at each consumer, and nothing may be parked.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, credsAuthenticator } from '@nats-io/transport-node'
import type { System } from '@nlc/infra/local/system'
import { as, type Caller } from './gateway.ts'
import { type Seen, startWitness, type Witness } from './witness.ts'

export const victims = ['membership', 'gateway', 'identity', 'nats', 'postgres'] as const

export interface Verdict {
  readonly rounds: number
  /** Commands that were acknowledged, and the tries that it took. */
  readonly acknowledged: number
  readonly tries: number
  readonly events: number
  readonly lost: number
  /** Effects at a consumer that happened more than once, or out of order. */
  readonly doubled: number
  readonly missing: number
  readonly parked: number
  /** Answers of 500: nothing that is killed may look like a fault of ours. */
  readonly faults: number
}

const lanes = 4
const patienceMs = 60_000

interface Acknowledged {
  readonly id: string
  /** The names that it was given, in order: one event each. */
  readonly names: string[]
}

export async function killRounds(
  system: System,
  { rounds, log = () => {} }: { rounds: number; log?: (sentence: string) => void },
): Promise<Verdict> {
  const first = await startWitness(system, 'first')
  const acknowledged: Acknowledged[] = []
  let tries = 0
  let faults = 0
  let running = true
  let national = await as(system.sandbox, 'nationalBody')

  /** Until it is acknowledged, always with the same key, as the documentation tells clients to. */
  async function insist(send: (caller: Caller, key: Record<string, string>) => ReturnType<Caller['post']>): ReturnType<Caller['post']> {
    const key = { 'idempotency-key': randomUUID() }
    const until = Date.now() + patienceMs
    for (;;) {
      tries += 1
      try {
        const answer = await send(national, key)
        if (answer.status < 300) return answer
        if (answer.status === 401) national = await as(system.sandbox, 'nationalBody')
        else if (answer.status < 500 && answer.status !== 429) throw new Refused(`refused: ${answer.status} ${JSON.stringify(answer.body)}`)
        if (answer.status === 500) faults += 1
      } catch (cause) {
        if (cause instanceof Refused) throw cause
      }
      if (Date.now() > until) throw new Error('a command was not acknowledged in a minute')
      await sleep(20)
    }
  }

  async function lane(): Promise<void> {
    while (running) {
      const name = `Partner ${randomUUID()}`
      const { body } = await insist((caller, key) => caller.post('/v1/partner-organisations', { name, kind: 'agency' }, key))
      const one: Acknowledged = { id: body.id, names: [name] }
      acknowledged.push(one)
      if (!running) return
      const renamed = `${name} II`
      await insist((caller, key) => caller.patch(`/v1/partner-organisations/${one.id}`, { name: renamed }, key))
      one.names.push(renamed)
    }
  }

  const load = Promise.all(Array.from({ length: lanes }, lane))
  load.catch(() => {})
  for (let round = 1; round <= rounds; round++) {
    const victim = victims[(round - 1) % victims.length]!
    const before = acknowledged.length
    await until(() => acknowledged.length >= before + lanes, 'commands go on')
    if (round % 7 === 0) {
      await deleteStream(system)
      log(`round ${round}: the event stream was deleted`)
    }
    await system.kill(victim)
    await sleep(50 + ((round * 37) % 200))
    await system.restart(victim)
    log(`round ${round} of ${rounds}: ${victim} killed and back; ${acknowledged.length} acknowledged so far`)
  }
  running = false
  await load
  const verdicts = [await judge(first, acknowledged)]
  await first.stop()
  // Begun last, and with nothing on the stream that was not acknowledged, it has to get everything from the owner's history.
  const last = await startWitness(system, 'last')
  verdicts.push(await judge(last, acknowledged))
  await last.stop()
  let lost = 0
  for (const { id, names } of acknowledged) {
    const { status, body } = await national.get(`/v1/partner-organisations/${id}`)
    if (status !== 200 || body.name !== names.at(-1)) lost += 1
  }
  const sum = (of: keyof (typeof verdicts)[number]) => verdicts.reduce((total, verdict) => total + verdict[of], 0)
  return {
    rounds,
    acknowledged: acknowledged.length,
    tries,
    events: sum('events'),
    lost,
    doubled: sum('doubled'),
    missing: sum('missing'),
    parked: sum('parked'),
    faults,
  }
}

async function judge(
  witness: Witness,
  acknowledged: readonly Acknowledged[],
): Promise<{ events: number; doubled: number; missing: number; parked: number }> {
  const expected = acknowledged.reduce((total, { names }) => total + names.length, 0)
  let seen: Seen[] = []
  await until(async () => {
    seen = await witness.seen()
    return seen.length >= expected
  }, `a consumer has ${expected} events`).catch(() => {})
  const byId = Map.groupBy(seen, ({ organisationId }) => organisationId)
  let doubled = 0
  let missing = 0
  for (const { id, names } of acknowledged) {
    const got = byId.get(id) ?? []
    missing += Math.max(0, names.length - got.length)
    doubled += got.filter(({ version, name }, index) => version !== index + 1 || name !== names[index]).length
  }
  return { events: seen.length, doubled, missing, parked: await witness.parked() }
}

async function deleteStream(system: System): Promise<void> {
  const connection = await connect({
    servers: system.natsUrl,
    authenticator: credsAuthenticator(readFileSync(system.natsCredentials('operations'))),
    inboxPrefix: '_INBOX.operations',
  })
  try {
    await (await jetstreamManager(connection, { checkAPI: false })).streams.delete('evt-membership')
  } finally {
    await connection.close()
  }
}

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + patienceMs
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within a minute: ${what}`)
    await sleep(10)
  }
}

class Refused extends Error {}
