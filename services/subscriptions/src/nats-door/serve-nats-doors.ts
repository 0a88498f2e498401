/**
 * Carries out what was decided about NATS doors: fills their mailboxes, takes back what must not be read, makes durables, closes.
 * Each door is one process's at a time, by its row's lock; whoever is killed leaves it as it was last committed.
 */
import { type DatabaseConfig, type Loop, type Sql, type Surroundings, sqlState } from '@nlc/runtime'
import { sql } from 'kysely'
import { onMailboxGrew } from '../mailbox/mailbox-grew.ts'
import { claimDoor } from './claim-door.ts'
import { closeDoorsOfEnded } from './close-doors-of-ended.ts'
import { type MailboxStream, mailboxStream } from './mailbox-stream.ts'
import { revokeNatsCredentials } from './revoke-nats-credentials.ts'
import { tendDoor } from './tend-door.ts'
import { watchMailboxStream } from './watch-mailbox-stream.ts'

const lanes = 4
const pollMs = 200
const retryMs = 500
const watchMs = 1_000
const sayAllMs = 30_000

/** @param through what the broker is reached through; tests have it fail. */
export function serveNatsDoors(
  surroundings: Surroundings<DatabaseConfig>,
  through: (stream: MailboxStream) => MailboxStream = (stream) => stream,
): Loop {
  const { database, clock, bus, log, config } = surroundings
  let closed = false
  let nudges = 0
  const asleep = new Set<() => void>()
  /** The highest number that the stream gave to this process. It only counts up, or it was set back. */
  let told = 0
  let setBack = false
  const stream = through(
    mailboxStream(bus, (seq) => {
      setBack ||= seq <= told
      told = Math.max(told, seq)
    }),
  )
  let sayAllAt = 0

  const unsubscribe = onMailboxGrew(wakeOne)
  const running = Promise.all([...Array.from({ length: lanes }, () => lane()), every(pollMs, revoke), every(watchMs, watch)])

  return {
    name: 'the NATS doors',
    async close() {
      closed = true
      unsubscribe()
      for (const wake of asleep) wake()
      await running
    },
  }

  function wakeOne(): void {
    nudges += 1
    asleep.values().next().value?.()
  }

  async function pause(ms: number): Promise<void> {
    if (closed) return
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        asleep.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      asleep.add(wake)
    })
  }

  /** Again at once while there is something to do. Whoever finds something wakes the next: where there is little, one looks alone. */
  async function lane(): Promise<void> {
    while (!closed) {
      const seen = nudges
      const found = await attempt(tendOne)
      if (!found && seen === nudges) await pause(pollMs)
    }
  }

  async function every(ms: number, turn: () => Promise<boolean>): Promise<void> {
    while (!closed) {
      await attempt(turn)
      await pause(ms)
    }
  }

  async function attempt(turn: () => Promise<boolean>): Promise<boolean> {
    if (!bus.connected) return false
    return await turn().catch((cause) => {
      if (!closed) log.warn({ err: cause }, 'NATS doors cannot be served now; trying again')
      return false
    })
  }

  /** @returns whether there was a door to tend. */
  async function tendOne(): Promise<boolean> {
    let id: string | undefined
    try {
      await database.sql.transaction().execute(async (transaction) => {
        const door = await claimDoor(transaction)
        if (!door) return
        id = door.id
        wakeOne()
        const ms = await tendDoor(door, { sql: transaction, stream, issuer: config.ISSUER, now: clock.now(), log })
        await nextTurn(transaction, id, ms)
      })
    } catch (cause) {
      if (!id) throw cause
      // A row that is being withheld just now: whoever does it needs the door.
      const isTaken = sqlState(cause)?.code === '55P03'
      if (!isTaken) log.warn({ err: cause, subscription: id }, 'a NATS door cannot be served now; trying again')
      await nextTurn(database.sql, id, isTaken ? 20 : retryMs)
    }
    return id !== undefined
  }

  async function nextTurn(db: Sql, subscriptionId: string, ms: number): Promise<void> {
    await sql`
      update nats_door set try_at = clock_timestamp() + make_interval(secs => ${ms / 1000})
      where subscription_id = (select subscription_id from nats_door where subscription_id = ${subscriptionId} for update skip locked)`.execute(
      db,
    )
  }

  async function revoke(): Promise<boolean> {
    const all = Date.now() >= sayAllAt
    await revokeNatsCredentials(database, stream, all)
    if (all) sayAllAt = Date.now() + sayAllMs
    return false
  }

  async function watch(): Promise<boolean> {
    await closeDoorsOfEnded(surroundings)
    const lost = await watchMailboxStream(database, stream, { told, setBack })
    if (lost) {
      log.warn('the broker has lost messages for vendors; they are published again from the database')
      told = 0
      sayAllAt = 0
    }
    setBack = false
    return false
  }
}
