import { Id } from '@nlc/contracts/formats'
import { ActivityHeld } from '@nlc/contracts/scheduling'
import { type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { changeActivity, lockActivity, saidOf } from './activity.ts'

/** Waits until its time is over: what was not cancelled by then was held, without anybody having to say so. */
export const holdActivity = work(
  'scheduling.hold-activity',
  { input: { activityId: Id }, emits: [ActivityHeld] },
  async ({ activityId }, _, { sql: db, now, emit }): Promise<Step<null>> => {
    const activity = await lockActivity(db, activityId)
    if (activity?.state !== 'published') return { state: null, next: 'done' }
    if (activity.endsAt > now) return { state: null, next: activity.endsAt }
    emit(ActivityHeld, saidOf(await changeActivity(db, activityId, sql`state = 'held'`)))
    return { state: null, next: 'done' }
  },
)
