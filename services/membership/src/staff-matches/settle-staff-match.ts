import { NotACandidate, PersonHasReference, SettleStaffMatch, StaffMatched } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { resolvePerson } from '../standing.ts'
import { atSchool } from './find-staff.ts'
import { loadForSignatory } from './load-for-signatory.ts'
import { readStaffMatches } from './read-staff-matches.ts'
import { StaffMatch } from './staff-match.ts'

export const settleStaffMatch = handle(SettleStaffMatch, async ({ matchId, personId: named }, context) => {
  const { em, sql: db, now, today, emit, fail, checkVersion } = context
  const match = await loadForSignatory(context, matchId)
  checkVersion(match)
  const { id, clientId, urn, recipientRef } = match
  const personId = (await resolvePerson(db, named)) ?? fail(NotACandidate)
  const { rows } = await sql`select from person p where p.id = ${personId} and ${atSchool({ urn, clientId, today })}`.execute(db)
  if (rows.length === 0) fail(NotACandidate)
  const other = await em.findOne(StaffMatch, { clientId, urn, personId, id: { $ne: id } })
  if (other) fail(PersonHasReference, { matchId: other.id })
  if (match.personId !== personId || match.matchedBy !== 'signatory') {
    match.link(personId, 'signatory', now)
    emit(StaffMatched, { matchId: id, clientId, urn, recipientRef, personId, matchedBy: 'signatory' })
    await em.flush()
  }
  return (await readStaffMatches(db, sql`m.id = ${id}`, { forSignatory: true }))[0]!
})
