import { NoSuchStandingRelease, StandingReleaseWithdrawn, WithdrawStandingRelease } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { maySignFor, type Place } from '../standing.ts'
import { readStandingReleases } from './standing-release.ts'

export const withdrawStandingRelease = handle(WithdrawStandingRelease, async ({ releaseId }, change) => {
  const { sql: db, caller, today, emit, fail, checkVersion } = change
  await sql`select from standing_release where id = ${releaseId}::uuid for update`.execute(db)
  const [release] = await readStandingReleases(db, sql`where s.id = ${releaseId}::uuid`)
  if (!release) return fail(NoSuchStandingRelease)
  const place = (release.urn !== undefined ? { urn: release.urn } : { groupId: release.groupId }) as Place
  if (!(await maySignFor(db, caller, today, place))) fail(NoSuchStandingRelease)
  checkVersion(release)
  if (release.withdrawnOn !== undefined) return release

  await sql`update standing_release set withdrawn_on = ${today}, version = version + 1, updated_at = now() where id = ${releaseId}`.execute(
    db,
  )
  emit(StandingReleaseWithdrawn, { releaseId })
  return (await readStandingReleases(db, sql`where s.id = ${releaseId}`))[0]!
})
