import { Id } from '@nlc/contracts/formats'
import { CoLeaderLeft } from '@nlc/contracts/membership'
import { type Change, type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { plusDays } from '../employments/day.ts'
import { CoLeader } from './co-leader.ts'
import { deadlineAfter, graceDays } from './deadline.ts'
import { lockNetwork } from './lock-network.ts'
import { noteCoLeaderLeaving } from './note-co-leader-leaving.ts'

/**
 * Looks once a day whether a co-leader still works at the school through which they co-lead, or governs it. However that
 * ends (an employment, a term of four years, a staff return, a correction), it is seen here, up to 60 days ahead; so is that
 * two of them were one person.
 */
export const watchCoLeader = work(
  'membership.watch-co-leader',
  { input: { coLeaderId: Id }, emits: [CoLeaderLeft] },
  async ({ coLeaderId }, _, change): Promise<Step<null>> => {
    const { em, sql: db, today } = change
    const coLeader = await em.findOne(CoLeader, { id: coLeaderId })
    if (!coLeader || coLeader.lastDay != null) return { state: null, next: 'done' }

    const { rows } = await sql<{ isDuplicate: boolean; lastDay: string | null; open: boolean | null }>`
      select p.merged_into is not null as "isDuplicate", w.* from person p, (
        select max(last_day) as "lastDay", bool_or(last_day is null) as open from person_place
        where person_id = ${coLeader.personId} and urn = ${coLeader.urn ?? null}) w
      where p.id = ${coLeader.personId}`.execute(db)
    const { isDuplicate, lastDay, open } = rows[0]!
    const isThere = coLeader.urn == null || open || (lastDay !== null && lastDay > plusDays(today, graceDays))
    if (isThere && !isDuplicate) return { state: null, next: (await deadlineAfter(db, today, 0)).passedAt }

    await lockNetwork(em, coLeader.networkId)
    await em.refresh(coLeader)
    if (coLeader.lastDay == null) {
      // A merge could not move it where the other record co-leads here already.
      if (isDuplicate) await noteCoLeaderLeaving(change, coLeader, today, 'merged-duplicate')
      else await noteCoLeaderLeaving(change, coLeader, lastDay ?? today, 'left-school')
    }
    return { state: null, next: 'done' }
  },
)

/** From tomorrow on: today they were seen at their schools. */
export async function watchCoLeaders(
  { sql: db, enqueue }: Pick<Change<never>, 'sql' | 'enqueue'>,
  coLeaders: readonly { id: string; firstDay: string }[],
): Promise<void> {
  for (const { id, firstDay } of coLeaders) {
    await enqueue(watchCoLeader, { coLeaderId: id }, { key: id, runAt: (await deadlineAfter(db, firstDay, 0)).passedAt })
  }
}
