import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate, Id, period } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NetworkNotInState, NoSuchNetwork } from '../../membership/networks/problems.ts'
import { RoleCode, Subject } from '../role-definitions/model.ts'
import { AppointmentOffered } from './events.ts'
import { Appointment, backdating, offeredConditions } from './model.ts'
import {
  conditionProblems,
  dayProblems,
  FollowsCoLeaders,
  LastDayBeforeFirst,
  NoSuchRole,
  NothingToCover,
  RoleRetired,
  SubjectMissing,
  SubjectNotTaken,
} from './problems.ts'

export const OfferAppointment = command('roles.offer-appointment', {
  summary: 'Offer a role to a person',
  description:
    'By a co-leader of the network. A person may hold it by an employment, a governance term, a partner organisation or, in a professional network, as one of its people, ' +
    'on the first day. Where `affiliation` is left out it is `employment` with a school or group, `partner` with an organisation, else `network`. Without `share` it is a whole ' +
    'holder, without `minutesPerWeek` no time is given. Where a standing release covers it the school has agreed already. It ends by itself with what it is held through.',
  needs: 'roles:write',
  http: 'POST /v1/appointments',
  input: {
    personId: Id,
    networkId: NetworkId,
    roleCode: RoleCode,
    subject: Type.Optional(Subject),
    firstDay: Type.String({ ...CalendarDate, description: 'The first day on which it is held.' }),
    lastDay: period.lastDay,
    ...offeredConditions,
    covers: Type.Optional(Type.String({ format: 'uuid', description: 'The paused appointment that this one covers.' })),
    ...backdating,
  },
  output: Appointment,
  emits: [AppointmentOffered],
  problems: [
    NoSuchNetwork,
    NetworkNotInState,
    NoSuchRole,
    FollowsCoLeaders,
    RoleRetired,
    SubjectMissing,
    SubjectNotTaken,
    LastDayBeforeFirst,
    NothingToCover,
    ...dayProblems,
    ...conditionProblems,
  ],
})
