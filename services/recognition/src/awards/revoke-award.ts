import { AwardRevoked, NoSuchAward, RevokeAward, RevokedAlready } from '@nlc/contracts/recognition'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { findAward, findAwardAs } from './award.ts'

export const revokeAward = handle(RevokeAward, async ({ awardId, reason, note }, context) => {
  const { sql: db, now, emit, fail, checkVersion } = context
  await sql`select from award where id = ${awardId}::uuid for update`.execute(db)
  const found = await findAwardAs(context, awardId)
  if (found?.as !== 'leader') return fail(NoSuchAward)
  checkVersion(found.award)
  if (found.award.state === 'revoked') fail(RevokedAlready)
  await sql`
    update award set version = version + 1, revoked_at = ${now.toISOString()}::timestamptz, revocation_reason = ${reason},
      revocation_note = ${note ?? null}
    where id = ${awardId}::uuid`.execute(db)
  await sql`
    update status_list l set revision = revision + 1, changed_at = ${now.toISOString()}::timestamptz
    from award w where w.id = ${awardId}::uuid and l.awarding_body = w.awarding_body and l.number = w.list_number`.execute(db)
  emit(AwardRevoked, { awardId, reason })
  return (await findAward(db, awardId))!
})
