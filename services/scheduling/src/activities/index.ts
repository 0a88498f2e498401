import { closeActivity } from './close-activity.ts'
import { holdActivity } from './hold-activity.ts'
import { cancelActivity, confirmActivity, publishActivity } from './keep-activity.ts'
import { proposeActivity } from './propose-activity.ts'
import { getActivity, getPlaces, listActivities } from './read-activities.ts'
import { rescheduleActivity } from './reschedule-activity.ts'
import {
  carryOverActivitiesOnSchoolSucceeded,
  endActivitiesOnNetworkDissolved,
  endActivitiesOnSchoolLeft,
} from './settle-activities-on-school-told.ts'

export const handlers = [
  proposeActivity,
  confirmActivity,
  publishActivity,
  rescheduleActivity,
  cancelActivity,
  closeActivity,
  getActivity,
  getPlaces,
  listActivities,
] as const
export const entities = [] as const
export const reactions = [endActivitiesOnSchoolLeft, endActivitiesOnNetworkDissolved, carryOverActivitiesOnSchoolSucceeded] as const
export const works = [holdActivity] as const
