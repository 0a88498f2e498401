import { Id } from '@nlc/contracts/formats'
import { CoLeaderReplacementOverdue } from '@nlc/contracts/membership'
import { type Step, work } from '@nlc/runtime'
import { CoLeaderVacancy } from './co-leader.ts'
import { deadlineAfter } from './deadline.ts'

/** Waits for the end of the 60 days, and tells the national body where the vacancy is still there. */
export const reportOverdueReplacement = work(
  'membership.report-overdue-replacement',
  { input: { vacancyId: Id }, emits: [CoLeaderReplacementOverdue] },
  async ({ vacancyId }, _, { em, sql: db, now, today, emit }): Promise<Step<null>> => {
    const vacancy = await em.findOne(CoLeaderVacancy, { id: vacancyId })
    if (!vacancy || vacancy.closedAt != null || vacancy.reportedAt != null) return { state: null, next: 'done' }
    const { networkId, coLeaderId, replaceBy } = vacancy
    // The last day was corrected to a later one.
    if (today <= replaceBy) return { state: null, next: (await deadlineAfter(db, replaceBy, 0)).passedAt }

    vacancy.reportedAt = now
    emit(CoLeaderReplacementOverdue, { networkId, vacancyId, coLeaderId, replaceBy })
    return { state: null, next: 'done' }
  },
)
