/**
 * One transaction: what was asked for is noted, the handler changes entities and emits, and entities, events, queued work,
 * audit row and kept reply commit together or not at all.
 */
import { createHash, randomBytes } from 'node:crypto'
import { OptimisticLockError } from '@mikro-orm/core'
import { Unavailable } from '@nlc/contracts/platform'
import type { Event } from '@nlc/contracts/define'
import { sql } from 'kysely'
import type { Clock } from './clock.ts'
import { dayInLondon } from './clock.ts'
import { type Database, isOutage, sqlState } from './database.ts'
import type { Change } from './handle.ts'
import { Outbox } from './outbox.ts'
import { refuse } from './problem.ts'
import { traceparent } from './telemetry.ts'
import { enqueueIn } from './work-queue.ts'

/** Who changes what, for the audit. */
export interface Cause {
  readonly operation: string
  readonly client: string
  readonly person?: string | undefined
  /** What was asked, in bytes: only its hash is kept. */
  readonly input: string | Uint8Array
}

/** A statement that rides along in the transaction, before (`begin`) or after (`end`) the handler. */
export interface Bracket {
  /** Returns false where the unit is not to be run: it was done already. */
  begin?(change: Change<Event>): Promise<boolean>
  end?(change: Change<Event>): Promise<void>
}

export interface Committed<T> {
  readonly result: T
  /** Events or work were written: the relay or the worker has something to do. */
  readonly emitted: boolean
  readonly enqueued: boolean
}

/** Serialization failure, deadlock: nothing is wrong with what was asked, it only met another. */
const worthRepeating = (error: unknown) =>
  error instanceof OptimisticLockError || ['40001', '40P01'].includes(sqlState(error)?.code ?? '')

export async function unitOfWork<T>(
  { orm }: Database,
  clock: Clock,
  { cause, emits, bracket = {}, attempts = 4 }: { cause: Cause | undefined; emits: readonly Event[]; bracket?: Bracket; attempts?: number },
  run: (change: Change<Event>) => Promise<T>,
): Promise<Committed<T> | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once()
    } catch (error) {
      if (isOutage(error)) refuse(Unavailable)
      if (attempt >= attempts || !worthRepeating(error)) throw error
    }
  }

  async function once(): Promise<Committed<T> | undefined> {
    const now = clock.now()
    const em = orm.em.fork()
    await em.begin()
    try {
      const db = em.getKysely() as unknown as Change<Event>['sql']
      const outbox = new Outbox(emits)
      let enqueued = false
      const change: Change<Event> = {
        em,
        sql: db,
        now,
        today: dayInLondon(now),
        emit: outbox.emit,
        enqueue: async (work, input, options) => {
          enqueued = true
          return enqueueIn(db, work, input, { runAt: now, ...options })
        },
      }
      await sql`select set_config('nlc.now', ${now.toISOString()}, true)`.execute(db)
      if (bracket.begin && !(await bracket.begin(change))) {
        await em.rollback()
        return undefined
      }
      const result = await run(change)
      await em.flush()
      await outbox.write(db, now, traceparent())
      if (cause) await writeAudit(db, now, cause)
      await bracket.end?.({ ...change, emit: outbox.emit })
      await em.commit()
      return { result, emitted: outbox.emitted.length > 0, enqueued }
    } catch (error) {
      await em.rollback().catch(() => {})
      throw error
    }
  }
}

async function writeAudit(db: Change<Event>['sql'], now: Date, { operation, client, person, input }: Cause): Promise<void> {
  const salt = randomBytes(16)
  const hashed = (value: string | Uint8Array) => createHash('sha256').update(salt).update(value).digest()
  await sql`
    insert into audit (at, operation, client, person, salt, person_hash, input_hash, trace)
    values (${now.toISOString()}::timestamptz, ${operation}, ${client}, ${person ?? null}::uuid, ${salt}, ${hashed(person ?? '')}, ${hashed(input)}, ${traceparent() ?? null})`.execute(db)
}
