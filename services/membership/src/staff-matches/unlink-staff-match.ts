import { NotLinked, StaffUnlinked, UnlinkStaffMatch } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { loadForSignatory } from './load-for-signatory.ts'
import { readStaffMatches } from './read-staff-matches.ts'

export const unlinkStaffMatch = handle(UnlinkStaffMatch, async ({ matchId }, context) => {
  const { em, sql: db, now, emit, fail, checkVersion } = context
  const match = await loadForSignatory(context, matchId)
  checkVersion(match)
  const { id, clientId, urn, state } = match
  if (state === 'unlinked') fail(NotLinked, { state })
  match.unlink(now)
  emit(StaffUnlinked, { matchId: id, clientId, urn })
  await em.flush()
  return (await readStaffMatches(db, sql`m.id = ${id}`, { forSignatory: true }))[0]!
})
