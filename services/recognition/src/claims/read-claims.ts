import { NeedsPerson } from '@nlc/contracts/membership'
import { GetClaim, ListClaims, NoSuchClaim } from '@nlc/contracts/recognition'
import { handle, idCursor, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson } from '../standing.ts'
import { findClaim, readClaims, seenBy } from './claim.ts'

export const getClaim = handle(
  GetClaim,
  async ({ claimId }, context) => ((await findClaim(context, claimId)) ?? context.fail(NoSuchClaim)).claim,
)

export const listClaims = handle(ListClaims, async ({ state, after, limit = 50 }, { sql: db, caller, today, fail }) => {
  const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
  const ofState = state === undefined ? sql`` : sql`and c.state = ${state}`
  const rows = await readClaims(
    db,
    sql`where ${seenBy(personId, today)} and c.id > ${idCursor(after)}::uuid ${ofState} order by c.id limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ id }) => [id])
})
