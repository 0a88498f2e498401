import type { Event, InputOf } from '@nlc/contracts/define'
import { Internal } from '@nlc/contracts/platform'
import { type Caller, type Change, type Handler, isOutage, type ProblemDocument, Refusal, sqlState } from '@nlc/runtime'
import { sql } from 'kysely'

/** Of one command within a larger transaction. */
export type Applied = { readonly answer: unknown } | { readonly problem: ProblemDocument }

/** Nothing is wrong with what was asked: the whole is tried again. */
const mustBeTriedAgain = (cause: unknown) => isOutage(cause) || ['40001', '40P01', '25P02'].includes(sqlState(cause)?.code ?? '')

/**
 * Does what a command does, by its own handler, so that each is decided exactly as if it had been sent alone: what is refused leaves
 * nothing behind, and does not stop the rest. A dry run tries it and leaves nothing either.
 */
export async function applyCommand<H extends Handler>(
  handler: H,
  input: InputOf<H['contract']>,
  { dryRun, caller, ...change }: Change<Event> & { caller: Caller; dryRun: boolean },
): Promise<Applied> {
  const { sql: db } = change
  const said: Parameters<Change<Event>['emit']>[] = []
  const context = {
    ...change,
    caller,
    emit: (...event: Parameters<Change<Event>['emit']>) => void said.push(event),
    fail: (problem: Refusal['problem'], details?: Record<string, unknown>) => {
      throw new Refusal(problem, details)
    },
    expectedVersion: undefined,
    checkVersion: () => {},
  }
  await sql`savepoint item`.execute(db)
  try {
    const answer = await handler.run(input as never, context as never)
    await change.em.flush()
    // What is checked at the end of a transaction is checked here, where it concerns this one alone.
    await sql`set constraints all immediate`.execute(db)
    await sql`set constraints all deferred`.execute(db)
    await sql.raw(dryRun ? 'rollback to savepoint item' : 'release savepoint item').execute(db)
    if (!dryRun) for (const event of said) change.emit(...event)
    return { answer }
  } catch (cause) {
    if (mustBeTriedAgain(cause)) throw cause
    if (cause instanceof Refusal && cause.problem.status >= 500) throw cause
    await sql`rollback to savepoint item`.execute(db)
    change.em.clear()
    return { problem: problemOf(handler, cause).document() }
  }
}

function problemOf({ constraints }: Handler, cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause
  const problem = constraints[sqlState(cause)?.constraint ?? '']
  // A fault of ours in one of many does not hold up the others.
  return new Refusal(problem ?? Internal)
}
