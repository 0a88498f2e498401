import { createHash, randomBytes } from 'node:crypto'
import { AwardPageClosed, AwardPageOpened, CloseAwardPage, NoSuchAward, OpenAwardPage } from '@nlc/contracts/recognition'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { findOwnAward } from './award.ts'

/** What is kept of an address: whoever reads the database does not find the page. */
export const hashOf = (pageToken: string): Buffer => createHash('sha256').update(pageToken).digest()

export const openAwardPage = handle(OpenAwardPage, async ({ awardId }, context) => {
  const { sql: db, emit, fail } = context
  const award = (await findOwnAward(context, awardId)) ?? fail(NoSuchAward)
  const pageToken = randomBytes(32).toString('base64url')
  await sql`update award set version = version + 1, page_hash = ${hashOf(pageToken)} where id = ${award.id}::uuid`.execute(db)
  emit(AwardPageOpened, { awardId })
  return { awardId, path: `/v1/award-pages/${pageToken}` }
})

export const closeAwardPage = handle(CloseAwardPage, async ({ awardId }, context) => {
  const { sql: db, emit, fail } = context
  const award = (await findOwnAward(context, awardId)) ?? fail(NoSuchAward)
  if (award.page === 'closed') return
  await sql`update award set version = version + 1, page_hash = null where id = ${award.id}::uuid`.execute(db)
  emit(AwardPageClosed, { awardId })
})
