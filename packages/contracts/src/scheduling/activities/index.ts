import {
  ActivityCancelled,
  ActivityCarriedOver,
  ActivityClosed,
  ActivityConfirmed,
  ActivityHeld,
  ActivityProposed,
  ActivityPublished,
  ActivityRescheduled,
  TimetableSuspended,
} from './events.ts'
import { CancelActivity, CloseActivity, ConfirmActivity, PublishActivity, RescheduleActivity } from './keep-activity.ts'
import { ProposeActivity } from './propose-activity.ts'
import { GetActivity, GetPlaces, ListActivities } from './read-activities.ts'

export * from './events.ts'
export * from './keep-activity.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './propose-activity.ts'
export * from './read-activities.ts'

export const operations = [
  ProposeActivity,
  ConfirmActivity,
  PublishActivity,
  RescheduleActivity,
  CancelActivity,
  CloseActivity,
  GetActivity,
  GetPlaces,
  ListActivities,
] as const
export const events = [
  ActivityProposed,
  ActivityConfirmed,
  ActivityPublished,
  TimetableSuspended,
  ActivityRescheduled,
  ActivityCarriedOver,
  ActivityCancelled,
  ActivityHeld,
  ActivityClosed,
] as const
