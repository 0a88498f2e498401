/**
 * One transaction: what was asked for is noted, the handler changes entities and emits, and entities, events, queued work,
 * audit row and kept reply commit together or not at all. One statement opens it and one closes it, since each is a round
 * trip that every command waits for.
 */
import { createHash, randomBytes } from 'node:crypto'
import { OptimisticLockError } from '@mikro-orm/core'
import type { Event } from '@nlc/contracts/define'
import { DeadlinePassed, Unavailable } from '@nlc/contracts/platform'
import { type RawBuilder, sql } from 'kysely'
import { type Clock, dayInLondon } from './clock.ts'
import { type Database, isOutage, sqlState } from './database.ts'
import type { Change, Gathered } from './handle.ts'
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
  /** The trace that it happened in, where that is not the active one. */
  readonly trace?: string | undefined
}

/** The reply to keep for whoever repeats the request with the same key. */
export interface Keep {
  readonly caller: string
  readonly key: string
  readonly fingerprint: Uint8Array
  /** Asked once the handler has run. */
  readonly reply: () => { status: number; version: number | undefined; body: string }
}

export interface UnitOfWork {
  /** Without one, nothing of the domain is changed and nothing is audited. A function is asked once the handler has run. */
  readonly cause: Cause | (() => Cause | undefined) | undefined
  readonly emits: readonly Event[]
  readonly keep?: Keep | undefined
  /** Before the handler; false where the unit is not to be run: it was done already. */
  readonly begin?: (change: Change<Event>) => Promise<boolean>
  /** After the handler. */
  readonly end?: (change: Change<Event>) => Promise<void>
}

export interface Committed<T> {
  readonly result: T
  /** Events or work were written: the relay or the worker has something to do. */
  readonly emitted: boolean
  readonly enqueued: boolean
}

/** Serialization failure, deadlock: nothing is wrong with what was asked, it only met another. */
const worthRepeating = (error: unknown) => error instanceof OptimisticLockError || ['40001', '40P01'].includes(sqlState(error)?.code ?? '')

/** How often at most it is tried where it only met another. */
const maxAttempts = 10
/** Not all at once again: up to 2, 4, 8 … 128 ms. */
const apart = (attempt: number) => Math.random() * Math.min(2 ** attempt, 128)

/**
 * @returns undefined where it was not run: the key is taken, or `begin` said so.
 * @throws Refusal `unavailable` where nothing was done: the database is away, or others were faster each time.
 * @throws Refusal `deadline-passed` where the database went away while it was being committed.
 */
export async function unitOfWork<T>(
  database: Database,
  clock: Clock,
  unit: UnitOfWork,
  run: (change: Change<Event>) => Promise<T>,
): Promise<Committed<T> | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(database, clock, unit, run)
    } catch (error) {
      if (isOutage(error)) refuse(Unavailable)
      if (!worthRepeating(error)) throw error
      if (attempt === maxAttempts) refuse(Unavailable, { detail: 'Others were changing the same thing at the same time. Try again.' })
      await new Promise((resolve) => setTimeout(resolve, apart(attempt)))
    }
  }
}

async function once<T>(
  { orm }: Database,
  clock: Clock,
  { cause, emits, keep, begin, end }: UnitOfWork,
  run: (change: Change<Event>) => Promise<T>,
): Promise<Committed<T> | undefined> {
  const now = clock.now()
  const em = orm.em.fork()
  await em.begin()
  try {
    const db = em.getKysely() as unknown as Change<Event>['sql']
    const outbox = new Outbox(emits)
    let enqueued = false
    const nudges: (() => void)[] = []
    const gathered = new Map<Gathered<unknown>, unknown[]>()
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
      afterCommit: (nudge) => void nudges.push(nudge),
      gather(run, item) {
        const items = gathered.get(run as Gathered<unknown>)
        if (items) items.push(item)
        else gathered.set(run as Gathered<unknown>, [item])
      },
    }
    const mine = await open(db, now, keep)
    if (!mine || (begin && !(await begin(change)))) {
      await em.rollback()
      return undefined
    }
    const result = await run(change)
    await em.flush()
    for (const [run, items] of gathered) await run(items, change)
    await end?.(change)
    await close(db, now, outbox, typeof cause === 'function' ? cause() : cause, keep)
    await em.commit().catch((error) => {
      if (isOutage(error)) refuse(DeadlinePassed, { detail: 'The database went away while it was being committed.' })
      throw error
    })
    for (const nudge of nudges) queueMicrotask(nudge)
    return { result, emitted: outbox.emitted.length > 0, enqueued }
  } catch (error) {
    await em.rollback().catch(() => {})
    throw error
  }
}

/** Sets the domain's clock for the transaction and takes the key. One that is under way with the same key is waited for. */
async function open(db: Change<Event>['sql'], now: Date, keep: Keep | undefined): Promise<boolean> {
  const clock = sql`set_config('nlc.now', ${now.toISOString()}, true)`
  if (!keep) {
    await sql`select ${clock}`.execute(db)
    return true
  }
  const { rows } = await sql<{ mine: boolean }>`
    with taken as (
      insert into kept_reply (caller, key, fingerprint) values (${keep.caller}, ${keep.key}, ${keep.fingerprint}) on conflict do nothing returning true
    ) select ${clock}, exists (select from taken) as mine`.execute(db)
  return rows[0]!.mine
}

async function close(db: Change<Event>['sql'], now: Date, outbox: Outbox, cause: Cause | undefined, keep: Keep | undefined): Promise<void> {
  const tables: RawBuilder<unknown>[] = []
  if (outbox.emitted.length > 0) tables.push(outbox.asCommonTables(now))
  if (cause) tables.push(audited(cause, now))
  if (keep) {
    const { status, version, body } = keep.reply()
    tables.push(sql`kept as (
      update kept_reply set status = ${status}, version = ${version ?? null}, body = ${body} where caller = ${keep.caller} and key = ${keep.key}
    )`)
  }
  if (tables.length > 0) await sql`with ${sql.join(tables)} select`.execute(db)
}

function audited({ operation, client, person, input, trace = traceparent() }: Cause, now: Date): RawBuilder<unknown> {
  const salt = randomBytes(16)
  const hashed = (value: string | Uint8Array) => createHash('sha256').update(salt).update(value).digest()
  return sql`audited as (
    insert into audit (at, operation, client, person, salt, person_hash, input_hash, trace)
    values (${now.toISOString()}::timestamptz, ${operation}, ${client}, ${person ?? null}::uuid, ${salt}, ${hashed(person ?? '')}, ${hashed(input)}, ${trace ?? null})
  )`
}
