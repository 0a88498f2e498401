import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { AgreementSigned } from '../agreements/events.ts'
import { NeedsPerson, NetworkNotInState, SchoolsNotOpen } from '../networks/problems.ts'
import { SchoolJoined } from './events.ts'
import { SchoolMembership, SchoolMembershipId } from './model.ts'
import { DayOutOfBounds, MembershipNotInState, NoAgreementInForce, NoSuchMembership, SchoolBelongsAlready } from './problems.ts'

export const JoinNetwork = command('membership.join-network', {
  summary: 'Join a network: sign its agreement in force for an invited school',
  description:
    "By the school's authorised signatory. The first day is today where none is given; it lies within the agreement in force and not after the next 366 days.",
  needs: 'networks:write',
  http: 'POST /v1/school-memberships/:membershipId/joining',
  input: { membershipId: SchoolMembershipId, firstDay: Type.Optional(CalendarDate) },
  output: SchoolMembership,
  emits: [SchoolJoined, AgreementSigned],
  problems: [
    NeedsPerson,
    NoSuchMembership,
    MembershipNotInState,
    NetworkNotInState,
    NoAgreementInForce,
    SchoolsNotOpen,
    DayOutOfBounds,
    SchoolBelongsAlready,
  ],
  status: 200,
  ifMatch: true,
})
