import { LeavePersonOut, NoSuchPerson, NoSuchSharingAgreement, PersonLeftOut, SharingNotInState } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { resolvePerson } from '../standing.ts'
import { subjectOf } from './said-of-sharing.ts'
import { SharingAgreement } from './sharing-agreement.ts'
import { mayLeaveOut } from './sharing-standing.ts'

export const leavePersonOut = handle(LeavePersonOut, async ({ agreementId, personId }, { em, sql: db, caller, today, emit, fail }) => {
  const agreement = (await em.findOne(SharingAgreement, { id: agreementId })) ?? fail(NoSuchSharingAgreement)
  if (!(await mayLeaveOut(db, caller, today, agreement))) fail(NoSuchSharingAgreement)
  const { id, state, urn, groupId } = agreement
  if (state !== 'offered' && state !== 'in-force') fail(SharingNotInState, { state, needed: ['offered', 'in-force'] })
  const kept = (await resolvePerson(db, personId)) ?? fail(NoSuchPerson)
  const { rows: there } = await sql`
    select from person_place pp where pp.person_id = ${kept} and (
      pp.urn = ${urn ?? null} or pp.group_id = ${groupId ?? null}::uuid
      or pp.urn in (select g.urn from group_school g where g.group_id = ${groupId ?? null}::uuid)) limit 1`.execute(db)
  if (there.length === 0) fail(NoSuchPerson)

  const { rows } = await sql`
    insert into sharing_left_out (agreement_id, person_id) values (${id}, ${kept}) on conflict do nothing returning person_id`.execute(db)
  if (rows.length > 0) emit(PersonLeftOut, { ...subjectOf(agreement), personId: kept })
})
