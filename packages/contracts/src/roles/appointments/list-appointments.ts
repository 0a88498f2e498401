import Type from 'typebox'
import { query } from '../../define.ts'
import { asOf, followedPageOf, following, Id, paging, Urn } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { RoleCode, Subject } from '../role-definitions/model.ts'
import { Appointment, AppointmentState } from './model.ts'

export const ListAppointments = query('roles.list-appointments', {
  summary: 'List appointments: of a person, a school, a network, to a role',
  description:
    'With `asAt`: what is held on that day, paused or not. Without it: all that were offered or held, past and coming ones too, with their state of today; what was voided only where ' +
    '`state` asks for it. `urn` keeps what is held through that school on the day, or ever. With `updatedSince`, ids that left the view are `gone`. A client sees those at schools ' +
    'that share roles with it now, whatever day it asks about.',
  needs: 'roles:read',
  http: 'GET /v1/appointments',
  input: {
    personId: Type.Optional(Id),
    urn: Type.Optional(Urn),
    networkId: Type.Optional(NetworkId),
    roleCode: Type.Optional(RoleCode),
    subject: Type.Optional(Subject),
    state: Type.Optional(AppointmentState),
    ...asOf,
    ...following,
    ...paging,
  },
  output: followedPageOf(Appointment),
  problems: [],
})
