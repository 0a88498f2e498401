import { NoSuchSharingAgreement, PersonTakenIn, TakePersonIn } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { resolvePerson } from '../standing.ts'
import { subjectOf } from './said-of-sharing.ts'
import { SharingAgreement } from './sharing-agreement.ts'
import { mayLeaveOut } from './sharing-standing.ts'

export const takePersonIn = handle(TakePersonIn, async ({ agreementId, personId }, { em, sql: db, caller, today, emit, fail }) => {
  const agreement = (await em.findOne(SharingAgreement, { id: agreementId })) ?? fail(NoSuchSharingAgreement)
  if (!(await mayLeaveOut(db, caller, today, agreement))) fail(NoSuchSharingAgreement)
  const kept = await resolvePerson(db, personId)
  if (kept === undefined) return
  const { rows } = await sql`
    delete from sharing_left_out o using person p
    where o.agreement_id = ${agreement.id} and p.id = o.person_id and coalesce(p.merged_into, p.id) = ${kept} returning o.person_id`.execute(
    db,
  )
  if (rows.length > 0) emit(PersonTakenIn, { ...subjectOf(agreement), personId: kept })
})
