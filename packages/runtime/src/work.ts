/**
 * Work: rows that a process claims for a while, does step by step, and gives back if it is killed. A step, its events and
 * the state to go on from commit together, so no step takes effect twice.
 */

import type { Event } from '@nlc/contracts/define'
import { sql } from 'kysely'
import { causeOf } from './cause.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database.ts'
import type { Change, Step, Work } from './handle.ts'
import { newId } from './id.ts'
import type { Logger } from './log.ts'
import { Refusal } from './problem.ts'
import { contextFrom, inSpan, SpanKind } from './telemetry.ts'
import { unitOfWork } from './unit-of-work.ts'

export interface Worker {
  /** Something was queued. */
  nudge(): void
  close(): Promise<void>
}

interface Claimed {
  id: string
  name: string
  input: unknown
  state: unknown
  attempts: number
  trace: string | null
}

const pollMs = 500
const atOnce = 2
const inBackgroundAtOnce = 1
const retryMs = (attempt: number) => Math.min(500 * 2 ** (attempt - 1), 60_000)

export function startWorker(parts: {
  service: string
  works: readonly Work[]
  database: Database
  clock: Clock
  log: Logger
  committed: (what: { emitted: boolean; enqueued: boolean }) => void
  /** How long a piece of work is a process's that does not say otherwise. Default: 15 s. */
  claimSeconds?: number
}): Worker {
  const { works, database, clock, log, claimSeconds = 15 } = parts
  const byName = new Map(works.map((work) => [work.name, work]))
  const namesOf = (background: boolean) => works.filter((work) => work.background === background).map(({ name }) => name)
  const me = newId()
  let closed = false
  let nudges = 0
  const asleep = new Set<() => void>()
  const lanes = [...startLanes(namesOf(false), atOnce), ...startLanes(namesOf(true), inBackgroundAtOnce)]

  return {
    nudge,
    async close() {
      closed = true
      nudge()
      await Promise.all(lanes)
    },
  }

  function nudge(): void {
    nudges += 1
    for (const wake of asleep) wake()
  }

  /** Until the next nudge, or for a while (milliseconds); not at all where a nudge came since `seen`. */
  function pause(seen: number, forMs = pollMs): Promise<void> {
    if (closed || nudges !== seen) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        asleep.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, forMs)
      asleep.add(wake)
    })
  }

  function startLanes(names: readonly string[], count: number): Promise<void>[] {
    return names.length === 0 ? [] : Array.from({ length: count }, () => lane(names))
  }

  async function lane(names: readonly string[]): Promise<void> {
    while (!closed) {
      const seen = nudges
      try {
        const claimed = await claim(names)
        if (claimed)
          await inSpan(`work ${claimed.name}`, SpanKind.INTERNAL, {}, () => carryOn(claimed), contextFrom(claimed.trace ?? undefined))
        else await pause(seen, await untilDue(names))
      } catch (cause) {
        if (!closed) log.warn({ err: cause }, 'work cannot be claimed now; trying again')
        await pause(nudges)
      }
    }
  }

  /** The claim goes by real time (a process that died does not come back earlier because the clock was moved), what is due by the domain's. */
  async function claim(names: readonly string[]): Promise<Claimed | undefined> {
    const { rows } = await sql<Claimed>`
      update work set claimed_by = ${me}, claimed_until = now() + make_interval(secs => ${claimSeconds})
      where id = (
        select id from work
        where status = 'queued' and name = any(${names}) and run_at <= ${clock.now().toISOString()}::timestamptz
          and (claimed_until is null or claimed_until < now())
        order by run_at for update skip locked limit 1)
      returning id, name, input, state, attempts, trace`.execute(database.sql)
    return rows[0]
  }

  /** Milliseconds until the first that waits for its time is due, as far as that comes before the next poll. */
  async function untilDue(names: readonly string[]): Promise<number> {
    const now = clock.now()
    const { rows } = await sql<{ due: Date }>`
      select run_at as due from work
      where status = 'queued' and name = any(${names}) and run_at > ${now.toISOString()}::timestamptz
        and run_at < ${new Date(now.getTime() + pollMs).toISOString()}::timestamptz
      order by run_at limit 1`.execute(database.sql)
    return rows[0] ? Math.max(rows[0].due.getTime() - clock.now().getTime(), 1) : pollMs
  }

  /** Step after step, until it is done, waits for a time, or fails; or until we are to end, and another is to carry on. */
  async function carryOn(claimed: Claimed): Promise<void> {
    const work = byName.get(claimed.name)!
    let { state, attempts } = claimed
    while (!closed) {
      const attempt = attempts + 1
      try {
        const step = await inTransaction(work, claimed, (change) =>
          work.run(claimed.input as never, (state ?? undefined) as never, { ...change, id: claimed.id, attempt } as never),
        )
        if (step?.next !== 'again') return
        state = step.state
        attempts = 0
      } catch (cause) {
        if (cause instanceof ClaimLost)
          return void log.warn({ work: work.name, id: claimed.id }, 'another process has taken this work over')
        // Nothing is wrong with the work. It is taken up again when the claim has run out.
        if (cause instanceof Refusal && cause.problem.status >= 500)
          return void log.warn({ err: cause, work: work.name, id: claimed.id }, 'work cannot be done now')
        log.error({ err: cause, work: work.name, id: claimed.id, attempt }, 'a step of work failed')
        if (attempt >= work.maxAttempts) await giveUp(work, claimed, cause instanceof Error ? cause : new Error(String(cause)))
        else await release(claimed, { attempts: attempt, cause: causeOf(cause), seconds: retryMs(attempt) / 1000 })
        return
      }
    }
    await release(claimed, { attempts, cause: null, seconds: 0 })
  }

  async function release({ id }: Claimed, { attempts, cause, seconds }: { attempts: number; cause: string | null; seconds: number }) {
    await sql`
      update work set attempts = ${attempts}, cause = coalesce(${cause}, cause), claimed_by = null, claimed_until = now() + make_interval(secs => ${seconds})
      where id = ${id} and claimed_by = ${me} and status = 'queued'`.execute(database.sql)
  }

  async function inTransaction(
    work: Work,
    { id }: Claimed,
    run: (change: Change<Event>) => ReturnType<Work['run']>,
    ending: 'done' | 'gave-up' = 'done',
  ) {
    let step: Awaited<ReturnType<Work['run']>> | undefined
    const committed = await unitOfWork(
      database,
      clock,
      {
        cause: { operation: work.name, client: parts.service, input: id },
        emits: work.emits,
        begin: async ({ sql: db }) => {
          const { rows } = await sql`
              update work set claimed_until = now() + make_interval(secs => ${claimSeconds}) where id = ${id} and claimed_by = ${me} and status = 'queued' returning true`.execute(
            db,
          )
          if (rows.length === 0) throw new ClaimLost()
          return true
        },
        end: async ({ sql: db, now }) => {
          const { state, next } = step!
          await sql`
              update work set state = ${JSON.stringify(state ?? null)}::jsonb, attempts = 0,
                status = ${next === 'done' ? ending : 'queued'}, ended_at = ${next === 'done' ? now.toISOString() : null}::timestamptz,
                run_at = ${(next instanceof Date ? next : now).toISOString()}::timestamptz,
                claimed_by = ${next === 'again' ? me : null}, claimed_until = ${next === 'again' ? sql`now() + make_interval(secs => ${claimSeconds})` : null}
              where id = ${id}`.execute(db)
        },
      },
      async (change) => {
        step = await run(change)
      },
    )
    if (committed) parts.committed(committed)
    return step
  }

  async function giveUp(work: Work, claimed: Claimed, cause: Error): Promise<void> {
    const end = async (change: Change<Event>): Promise<Step<unknown>> => {
      await sql`update work set cause = ${causeOf(cause)} where id = ${claimed.id}`.execute(change.sql)
      await work.gaveUp?.(claimed.input as never, { ...change, id: claimed.id, attempt: work.maxAttempts } as never, cause)
      return { state: null, next: 'done' }
    }
    try {
      await inTransaction(work, claimed, end, 'gave-up')
    } catch (failure) {
      log.error({ err: failure, work: work.name, id: claimed.id }, 'work could not be given up; its last step is tried again')
      await release(claimed, { attempts: work.maxAttempts - 1, cause: causeOf(failure), seconds: retryMs(work.maxAttempts) / 1000 })
    }
  }
}

class ClaimLost extends Error {}
