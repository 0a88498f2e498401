import { CoLeaderLeft } from '@nlc/contracts/membership'
import { type Change, newId } from '@nlc/runtime'
import { CoLeader, type CoLeadershipEndReason, CoLeaderVacancy } from './co-leader.ts'
import { deadlineAfter } from './deadline.ts'
import { reportOverdueReplacement } from './report-overdue-replacement.ts'

export type LeavingChange = Pick<Change<typeof CoLeaderLeft>, 'em' | 'sql' | 'emit' | 'enqueue'>

/** Ends a co-leadership on a day, or corrects that day; from it on the network has 60 days to replace who left. */
export async function noteCoLeaderLeaving(
  { em, sql: db, emit, enqueue }: LeavingChange,
  coLeader: CoLeader,
  lastDay: string,
  reason: CoLeadershipEndReason,
): Promise<CoLeaderVacancy> {
  const { id: coLeaderId, networkId, personId, urn } = coLeader
  const day = lastDay < coLeader.firstDay ? coLeader.firstDay : lastDay
  coLeader.end(day, reason)

  const { day: replaceBy, passedAt } = await deadlineAfter(db, day)
  const known = await em.findOne(CoLeaderVacancy, { coLeaderId })
  const vacancy = known ?? em.create(CoLeaderVacancy, { id: newId(), networkId, coLeaderId, sinceDay: day, replaceBy })
  em.persist(em.assign(vacancy, { sinceDay: day, replaceBy }))

  emit(CoLeaderLeft, { networkId, coLeaderId, personId, urn: urn ?? undefined, lastDay: day, reason, vacancyId: vacancy.id, replaceBy })
  await enqueue(reportOverdueReplacement, { vacancyId: vacancy.id }, { key: vacancy.id, runAt: passedAt })
  return vacancy
}

/** The co-leaders through a school who are there after a day: they leave with the school. */
export async function noteCoLeadersLeavingWithSchool(
  change: LeavingChange,
  { urn, lastDay, networkId }: { urn: string; lastDay: string; networkId?: string },
): Promise<void> {
  const leaving = await change.em.find(
    CoLeader,
    {
      urn,
      ...(networkId !== undefined && { networkId }),
      $or: [{ lastDay: null }, { lastDay: { $gt: lastDay } }, { reason: 'school-left-network', lastDay: { $ne: lastDay } }],
    },
    { orderBy: { id: 1 } },
  )
  for (const coLeader of leaving) {
    await noteCoLeaderLeaving(change, coLeader, lastDay, 'school-left-network')
  }
}
