import { GetErasure, NoSuchErasure, NoSuchPerson } from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson, resolvePerson } from '../standing.ts'
import type { Erasure } from './erasure.ts'
import { shownErasure } from './erasure.ts'

export const getErasure = handle(GetErasure, async ({ personId }, { sql: db, caller, today, fail }) => {
  const kept = (await resolvePerson(db, personId)) ?? fail(NoSuchPerson)
  if (!isNationalBody(caller) && (await actingPerson(db, caller, today)) !== kept) fail(NoSuchPerson)
  const { rows } = await sql<Erasure>`
    select person_id as "personId", state, asked_on as "askedOn", decided_on as "decidedOn", ground, explanation
    from erasure where person_id = ${kept}::uuid order by asked_at desc, id desc limit 1`.execute(db)
  return shownErasure(rows[0] ?? fail(NoSuchErasure))
})
