import { NeedsPerson } from '@nlc/contracts/membership'
import { GetAward, ListAwards, NoSuchAward, ReadCredential, ReadCredentialJwt } from '@nlc/contracts/recognition'
import { handle, idCursor, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson } from '../standing.ts'
import { findAwardAs, findOwnAward, readAwards, readSignedOf } from './award.ts'

export const getAward = handle(
  GetAward,
  async ({ awardId }, context) => ((await findAwardAs(context, awardId)) ?? context.fail(NoSuchAward)).award,
)

export const listAwards = handle(ListAwards, async ({ after, limit = 50 }, { sql: db, caller, today, fail }) => {
  const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
  const rows = await readAwards(
    db,
    sql`where w.person_id = ${personId}::uuid and w.id > ${idCursor(after)}::uuid order by w.id limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ id }) => [id])
})

export const readCredential = handle(ReadCredential, async ({ awardId }, context) => {
  const { id } = (await findOwnAward(context, awardId)) ?? context.fail(NoSuchAward)
  return (await readSignedOf(context.sql, id)).credential
})

export const readCredentialJwt = handle(ReadCredentialJwt, async ({ awardId }, context) => {
  const { id } = (await findOwnAward(context, awardId)) ?? context.fail(NoSuchAward)
  return (await readSignedOf(context.sql, id)).jwt
})
