import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson, type Place, signatoriesOf } from '../standing.ts'

export const isPlace = async (db: Sql, place: Place): Promise<boolean> => {
  const { rows } = await ('urn' in place
    ? sql`select from school where urn = ${place.urn}`
    : sql`select from school_group where id = ${place.groupId}::uuid`
  ).execute(db)
  return rows.length > 0
}

/** A signatory in their own right, or the national body (no signatory); `delegated`: only what another one delegated. */
export type Authority = { readonly signatoryId: string | undefined } | 'delegated'

/** By what right the caller may say who signs for a place; nothing where there is none, or no such place. */
export async function authorityOver(db: Sql, caller: Caller, today: string, place: Place): Promise<Authority | undefined> {
  if (!(await isPlace(db, place))) return undefined
  if (isNationalBody(caller)) return { signatoryId: undefined }
  const signatoryId = await actingPerson(db, caller, today)
  const grounds =
    signatoryId === undefined ? [] : (await signatoriesOf(db, place, today)).filter(({ personId }) => personId === signatoryId)
  if (grounds.length === 0) return undefined
  return grounds.every(({ delegationId }) => delegationId !== null) ? 'delegated' : { signatoryId }
}
