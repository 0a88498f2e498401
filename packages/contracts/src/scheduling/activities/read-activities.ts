import Type from 'typebox'
import { query } from '../../define.ts'
import { DayOfThisCentury, followedPageOf, following, paging, Urn } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { ActivityKind } from '../host-offers/model.ts'
import { Activity, ActivityId, ActivityState, Places } from './model.ts'
import { NoSuchActivity } from './problems.ts'

export const GetActivity = query('scheduling.get-activity', {
  summary: 'Get an activity',
  needs: 'scheduling:read',
  http: 'GET /v1/activities/:activityId',
  input: { activityId: ActivityId },
  output: Activity,
  problems: [NoSuchActivity],
})

export const GetPlaces = query('scheduling.get-places', {
  summary: 'Get how many places of an activity are taken',
  needs: 'scheduling:read',
  http: 'GET /v1/activities/:activityId/places',
  input: { activityId: ActivityId },
  output: Places,
  problems: [NoSuchActivity],
})

export const ListActivities = query('scheduling.list-activities', {
  summary: 'List activities',
  description: 'Of networks in your view, in the order in which they were proposed.',
  needs: 'scheduling:read',
  http: 'GET /v1/activities',
  input: {
    networkId: Type.Optional(NetworkId),
    urn: Type.Optional(Type.String({ ...Urn, description: 'Those at this school.' })),
    kind: Type.Optional(ActivityKind),
    state: Type.Optional(ActivityState),
    programmeId: Type.Optional(Type.String({ format: 'uuid' })),
    fromDay: Type.Optional(DayOfThisCentury),
    toDay: Type.Optional(Type.String({ ...DayOfThisCentury, description: 'It counts.' })),
    ...following,
    ...paging,
  },
  output: followedPageOf(Activity),
  problems: [],
})
