import { ListLeftOut, NoSuchSharingAgreement } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import type { SharingAgreement } from './sharing-agreement.ts'
import { mayLeaveOut } from './sharing-standing.ts'

export const listLeftOut = handle(ListLeftOut, async ({ agreementId, after, limit = 50 }, { sql: db, caller, today, fail }) => {
  const { rows: agreements } = await sql<Pick<SharingAgreement, 'id' | 'clientId' | 'urn' | 'groupId'>>`
    select id, client_id as "clientId", urn, group_id as "groupId" from sharing_agreement where id = ${agreementId}`.execute(db)
  const agreement = agreements[0] ?? fail(NoSuchSharingAgreement)
  if (!(await mayLeaveOut(db, caller, today, agreement))) fail(NoSuchSharingAgreement)
  const [from] = decodeCursor(after, 1) ?? []
  const { rows } = await sql<{ personId: string; since: Date }>`
    select o.person_id as "personId", o.recorded_at as since from sharing_left_out o
    where o.agreement_id = ${agreement.id} ${from === undefined ? sql`` : sql`and o.person_id > ${from}::uuid`} order by o.person_id limit ${limit + 1}`.execute(
    db,
  )
  return pageFrom(rows, limit, ({ personId }) => [personId])
})
