import Type from 'typebox'
import { command } from '../../define.ts'
import { AppointmentId } from '../appointments/model.ts'
import { GroupLeadNamed } from './events.ts'
import { GroupMembership, GroupMembershipId } from './model.ts'
import { GroupMembershipNotInState, NoSuchGroupMembership, NotGroupLeadAppointment } from './problems.ts'

export const NameGroupLead = command('roles.name-group-lead', {
  summary: 'Have a member lead a leadership group, or no more',
  description:
    'By whoever leads it, a co-leader of the network, or the national body. Several may lead together. Where the person is appointed as `group-lead`, name the appointment: ' +
    'leading needs none.',
  needs: 'roles:write',
  http: 'POST /v1/group-memberships/:membershipId/leading',
  input: { membershipId: GroupMembershipId, leads: Type.Boolean(), appointmentId: Type.Optional(AppointmentId) },
  output: GroupMembership,
  emits: [GroupLeadNamed],
  problems: [NoSuchGroupMembership, GroupMembershipNotInState, NotGroupLeadAppointment],
  status: 200,
  ifMatch: true,
})
