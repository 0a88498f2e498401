import {
  GroupLeadNamed,
  GroupMembershipNotInState,
  NameGroupLead,
  NoSuchGroupMembership,
  NotGroupLeadAppointment,
} from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockMembership, shownMembership, stateOn, subjectOf, writeMembership } from './group-record.ts'
import { runsGroup } from './group-standing.ts'

export const nameGroupLead = handle(
  NameGroupLead,
  async ({ membershipId, leads, appointmentId }, { sql: db, caller, today, emit, fail, checkVersion }) => {
    const membership = (await lockMembership(db, membershipId)) ?? fail(NoSuchGroupMembership)
    const { personId, groupId, networkId } = membership
    if (!(await runsGroup({ sql: db, caller, today }, { id: groupId, networkId }))) fail(NoSuchGroupMembership)
    checkVersion(membership)
    const state = stateOn(membership, today)
    if (state !== 'joined') fail(GroupMembershipNotInState, { state, needed: ['joined'] })
    if (appointmentId !== undefined) {
      const { rows } = await sql`
        select from appointment_period p where p.appointment_id = ${appointmentId}::uuid and p.confirmed and p.role_code = 'group-lead'
          and p.network_id = ${networkId} and p.person_id = ${personId} and coalesce(upper(p.days), 'infinity') > ${today}::date`.execute(
        db,
      )
      if (rows.length === 0 || !leads) fail(NotGroupLeadAppointment)
    }
    const now = { ...membership, leads, appointmentId: appointmentId ?? null }
    if (now.leads === membership.leads && now.appointmentId === membership.appointmentId) return shownMembership(membership, today)
    const named = await writeMembership(db, now)
    emit(GroupLeadNamed, { ...subjectOf(named), leads, appointmentId })
    return shownMembership(named, today)
  },
)
