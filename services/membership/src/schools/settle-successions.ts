import { SchoolSucceeded, SuccessionExpected, SuccessionLeftOpen } from '@nlc/contracts/membership'
import { type Sql, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { type NamedSuccession, namedSuccessions } from './named-successions.ts'
import { SchoolSuccession } from './school-succession.ts'
import { succeed } from './succeed.ts'
import { touchSchools } from './touch-schools.ts'

const successionsPerStep = 250

/**
 * After an import, and on each day on which a school is to carry on another: what has to happen now happens, in the order of
 * its days, so that a school that was succeeded twice ends where it should. It then waits for the next such day.
 *
 * A succession that lies ahead moves nothing before its day, since openings slip: until then it follows the register.
 */
export const settleSuccessions = work(
  'membership.settle-successions',
  { input: {}, emits: [SchoolSucceeded, SuccessionExpected, SuccessionLeftOpen] },
  async (_input, _state: null | undefined, context) => {
    const { em, sql: db, today, emit } = context
    const unsettled = await findUnsettled(db, today)
    for (const { urn, candidates, split, day, decided } of unsettled) {
      const succession = (await em.findOne(SchoolSuccession, urn)) ?? SchoolSuccession.of(urn)
      const successorUrn = decided ? succession.successorUrn! : candidates[0]!
      const firstDay = decided ? succession.firstDay! : day
      if (!decided && (split || candidates.length > 1 || firstDay === null)) {
        succession.leaveOpen()
        emit(SuccessionLeftOpen, { urn, candidates })
      } else {
        succession.carryOn(successorUrn, firstDay!, today)
        if (succession.state === 'succeeded') await succeed(context, { urn, successorUrn, firstDay: firstDay! })
        else emit(SuccessionExpected, { urn, successorUrn, firstDay: firstDay! })
      }
      if (succession.state !== 'succeeded') await touchSchools(db, [urn, ...candidates])
      em.persist(succession)
    }
    await em.flush()
    if (unsettled.length === successionsPerStep) return { state: null, next: 'again' }
    return { state: null, next: (await nextDay(db, today)) ?? 'done' }
  },
)

/** Successions that are not, or not rightly, on record; and those whose day has come. */
async function findUnsettled(db: Sql, today: string): Promise<(NamedSuccession & { decided: boolean })[]> {
  const { rows } = await sql<NamedSuccession & { decided: boolean }>`
    select urn, candidates, split, day, decided from (
      select n.urn, n.candidates, n.split, n.day, false as decided, n.day as takes_effect
      from ${namedSuccessions} n left join school_succession x using (urn)
      where case
        when x.state is null then true
        when x.decided or x.state in ('succeeded', 'declined') then false
        when n.split or cardinality(n.candidates) > 1 or n.day is null then x.state <> 'awaiting-decision'
        else x.state = 'awaiting-decision' or (x.successor_urn, x.first_day) is distinct from (n.candidates[1], n.day) or x.first_day <= ${today}::date
      end
      union all
      select x.urn, array[x.successor_urn], false, x.first_day, true, x.first_day
      from school_succession x where x.decided and x.state = 'awaiting-day' and x.first_day <= ${today}::date
    ) unsettled
    order by takes_effect, urn limit ${successionsPerStep}`.execute(db)
  return rows
}

/** The instant at which the next day begins on which a school is carried on, Europe/London. */
async function nextDay(db: Sql, today: string): Promise<Date | undefined> {
  const { rows } = await sql<{ begins: Date | null }>`
    select min(first_day)::timestamp at time zone 'Europe/London' as begins
    from school_succession where state = 'awaiting-day' and first_day > ${today}::date`.execute(db)
  return rows[0]?.begins ?? undefined
}
