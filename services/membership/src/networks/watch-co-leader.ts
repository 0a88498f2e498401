import { Id } from '@nlc/contracts/formats'
import { CoLeaderLeft } from '@nlc/contracts/membership'
import { type Change, type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { plusDays } from '../employments/day.ts'
import { CoLeader } from './co-leader.ts'
import { deadlineAfter, graceDays } from './deadline.ts'
import { noteCoLeaderLeaving } from './note-co-leader-leaving.ts'

/**
 * Looks once a day whether a co-leader still works at the school through which they co-lead, or governs it. However that
 * ends (an employment, a term of four years, a staff return, a correction), it is seen here, up to 60 days ahead.
 */
export const watchCoLeader = work(
  'membership.watch-co-leader',
  { input: { coLeaderId: Id }, emits: [CoLeaderLeft] },
  async ({ coLeaderId }, _, change): Promise<Step<null>> => {
    const { em, sql: db, today } = change
    const coLeader = await em.findOne(CoLeader, { id: coLeaderId })
    if (!coLeader || coLeader.urn == null || coLeader.lastDay != null) return { state: null, next: 'done' }

    const { rows } = await sql<{ lastDay: string | null; open: boolean | null }>`
      select max(last_day) as "lastDay", bool_or(last_day is null) as open from person_place
      where person_id = ${coLeader.personId} and urn = ${coLeader.urn}`.execute(db)
    const { lastDay, open } = rows[0]!
    if (open || (lastDay !== null && lastDay > plusDays(today, graceDays)))
      return { state: null, next: (await deadlineAfter(db, today, 0)).passedAt }

    await noteCoLeaderLeaving(change, coLeader, lastDay ?? today, 'left-school')
    return { state: null, next: 'done' }
  },
)

/** From tomorrow on: today they were seen at their schools. */
export async function watchCoLeaders(
  { sql: db, enqueue }: Pick<Change<never>, 'sql' | 'enqueue'>,
  coLeaders: readonly { id: string; urn?: string | null; firstDay: string }[],
): Promise<void> {
  for (const { id, urn, firstDay } of coLeaders) {
    if (urn != null) await enqueue(watchCoLeader, { coLeaderId: id }, { key: id, runAt: (await deadlineAfter(db, firstDay, 0)).passedAt })
  }
}
