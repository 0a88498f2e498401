import { event } from '../../define.ts'
import { Activity, ActivityId } from './model.ts'

const about = { activity: 'activityId' } as const
/** The whole of it with each of them; its `version` is that of the event. */
const data = { activityId: ActivityId, activity: Activity }

export const ActivityProposed = event('scheduling.activity-proposed', {
  summary: 'Something is proposed that a network could do together.',
  about,
  data,
})
export const ActivityConfirmed = event('scheduling.activity-confirmed', { summary: 'The school that is to host it says yes.', about, data })
export const ActivityPublished = event('scheduling.activity-published', { summary: 'It takes places from now on.', about, data })
export const TimetableSuspended = event('scheduling.timetable-suspended', {
  summary: 'The school that hosts a Super Learning Day recorded that its timetable is suspended for it.',
  about,
  data,
})

export const ActivityRescheduled = event('scheduling.activity-rescheduled', {
  summary: 'It is at another time or place. Each booking that stands is told of by itself.',
  about,
  data,
})
export const ActivityCarriedOver = event('scheduling.activity-carried-over', {
  summary: 'The school that hosts it was succeeded by another: it takes place there.',
  about,
  data,
})
export const ActivityCancelled = event('scheduling.activity-cancelled', {
  summary: 'It does not take place: by whom, and why. Each booking is told of by itself.',
  about,
  data,
})
export const ActivityHeld = event('scheduling.activity-held', { summary: 'Its time is over, and it was not cancelled.', about, data })
export const ActivityClosed = event('scheduling.activity-closed', { summary: 'Who took part is recorded for good.', about, data })
