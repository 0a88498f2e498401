import { MatchStaff, NoSuchSharedSchool, StaffMatched, StaffMatchUnclear, StaffRefRepeated, StaffUnlinked } from '@nlc/contracts/membership'
import { handle, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { findStaff } from './find-staff.ts'
import { type Linked, matchRow, type RowMatch } from './match-row.ts'
import { StaffMatch } from './staff-match.ts'

/** Lists of one client for one school are taken one after the other. */
const oneAtATime = (db: Sql, clientId: string, urn: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`staff-match:${urn}:${clientId}`}, 0))`.execute(db)

export const sharesRoles = async (db: Sql, clientId: string, urn: string): Promise<boolean> => {
  const { rows } = await sql`
    select from shared_school where client_id = ${clientId} and urn = ${urn} and 'roles' = any (data_classes) limit 1`.execute(db)
  return rows.length > 0
}

export const matchStaff = handle(MatchStaff, async ({ urn, rows }, { em, sql: db, caller, now, today, emit, fail }) => {
  if (caller.person !== undefined || !(await sharesRoles(db, caller.client, urn))) fail(NoSuchSharedSchool)
  const refs = rows.map(({ recipientRef }) => recipientRef)
  const repeated = [...new Set(refs.filter((ref, index) => refs.indexOf(ref) !== index))]
  if (repeated.length > 0) fail(StaffRefRepeated, { recipientRefs: repeated })

  const clientId = caller.client
  await oneAtATime(db, clientId, urn)
  const before = new Map((await em.find(StaffMatch, { clientId, urn })).map((match) => [match.recipientRef, match]))
  const hidden = await leftOutAmong(
    db,
    clientId,
    [...before.values()].flatMap(({ linked }) => linked?.personId ?? []),
  )
  const found = await findStaff(db, { urn, clientId, today }, rows)
  const holderOf = new Map([...before.values()].flatMap(({ personId, recipientRef }) => (personId ? [[personId, recipientRef]] : [])))
  const outcomes: ({ recipientRef: string } & (Omit<RowMatch, 'candidates'> & Partial<Linked>))[] = []

  for (const { recipientRef } of rows) {
    const match = before.get(recipientRef)
    // What the signatory unlinked, and whom they left out, is as if nobody were there.
    const linked = match?.linked
    const isHidden = linked !== undefined && hidden.has(linked.personId)
    if (match?.state === 'unlinked' || isHidden) {
      outcomes.push({ recipientRef, outcome: 'none' })
      continue
    }
    const taken = (personId: string) => holderOf.has(personId) && holderOf.get(personId) !== recipientRef
    const row = matchRow(found.get(recipientRef)!, linked, taken)
    outcomes.push(row.outcome === 'matched' ? { recipientRef, ...row } : { recipientRef, outcome: row.outcome })
    if (row.outcome === 'none') {
      // In doubt before, and now it fits nobody: there is nothing left to settle.
      if (match) {
        em.remove(match)
        emit(StaffUnlinked, { matchId: match.id, clientId, urn })
      }
      continue
    }
    const isNews = row.outcome === 'matched' ? match?.personId !== row.personId : !sameCandidates(match, row.candidates)
    if (!isNews) continue
    const kept =
      match ??
      em.create(
        StaffMatch,
        {
          id: newId(),
          clientId,
          urn,
          recipientRef,
          state: 'ambiguous',
          personId: null,
          matchedBy: null,
          wasPersonId: null,
          wasMatchedBy: null,
          candidates: [],
          ever: [],
          updatedAt: now,
        },
        { persist: true },
      )
    if (row.outcome === 'matched') {
      kept.link(row.personId, row.matchedBy, now)
      holderOf.set(row.personId, recipientRef)
      emit(StaffMatched, { matchId: kept.id, clientId, urn, recipientRef, personId: row.personId, matchedBy: row.matchedBy })
    } else {
      if (match?.personId) holderOf.delete(match.personId)
      kept.doubt(row.candidates, now)
      emit(StaffMatchUnclear, { matchId: kept.id, clientId, urn, candidates: row.candidates.length })
    }
  }
  await em.flush()
  return { urn, outcomes }
})

const sameCandidates = (match: StaffMatch | undefined, candidates: readonly string[]): boolean =>
  match?.state === 'ambiguous' && JSON.stringify([...match.candidates].sort()) === JSON.stringify([...candidates].sort())

async function leftOutAmong(db: Sql, clientId: string, personIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select person_id as id from sharing_exclusion where client_id = ${clientId} and person_id = any (${[...personIds]}::uuid[])`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
