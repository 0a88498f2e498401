import { PersonMerged } from '@nlc/contracts/membership'
import { react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { lasting } from './day.ts'
import { saidSince, toldPeriod } from './employment-periods.ts'
import { readEmployments, settleEmployment, writeEmployment } from './known-employment.ts'
import { knowPerson } from './known-person.ts'
import { readTerms, type Seat, settleTerm, writeTerm } from './known-term.ts'

/**
 * What the copies have of the one is the other's from now on, and so is what comes later under the old id. Of what was united, the
 * event has the whole: what is said of it before this and comes here after is in it already.
 */
export const uniteKnownOnPersonMerged = react('known.unite-known-person', { on: PersonMerged }, async (told, { sql: db, event }) => {
  const { personId, intoPersonId, unitedEmployments, unitedTerms } = told
  await knowPerson(db, personId)
  const kept = await knowPerson(db, intoPersonId)
  await sql`update known_person set merged_into = ${kept} where (id = ${personId} or merged_into = ${personId}) and id <> ${kept}`.execute(
    db,
  )
  await moveToPerson(db, personId, kept)

  const toldAt = event.recordedAt.toISOString()
  const takenIn = { personId: kept, toldAt, voided: true }
  for (const { employmentId, intoEmploymentId, periods } of unitedEmployments) {
    await writeEmployment(db, { ...takenIn, id: employmentId, endToldAt: null, unitedInto: intoEmploymentId, periods: [] })
    const [known] = await readEmployments(db, sql`e.id = ${intoEmploymentId}`)
    const merged = periods.map((period) => toldPeriod(period, toldAt))
    const standing = { id: intoEmploymentId, personId: kept, toldAt, endToldAt: null, voided: false, unitedInto: null }
    const isLater = known !== undefined && known.toldAt > toldAt
    const into = isLater ? { ...known, personId: kept, periods: saidSince(merged, toldAt, known) } : { ...standing, periods: merged }
    await writeEmployment(db, into)
    await settleEmployment(db, into)
  }
  for (const { termId, into } of unitedTerms) {
    const { category, office = null, board, firstDay, lastDay = null } = into
    await writeTerm(db, { ...takenIn, id: termId, category, office, unitedInto: into.termId, seats: [] })
    const [known] = await readTerms(db, sql`t.id = ${into.termId}`)
    const seats: Seat[] = [{ boardKind: board.kind, boardReference: board.reference, firstDay, lastDay, toldAt }]
    const standing = { id: into.termId, personId: kept, category, office, toldAt, voided: false, unitedInto: null }
    const isLater = known !== undefined && known.toldAt > toldAt
    const term = isLater ? { ...known, personId: kept, seats: seatsSince(seats, toldAt, known.seats) } : { ...standing, seats }
    await writeTerm(db, term)
    await settleTerm(db, term)
  }
})

/** More was said of the term after the merge, and came here before it: a correction has the whole, an end the last day. */
const seatsSince = (merged: readonly Seat[], mergedAt: string, known: readonly Seat[]): readonly Seat[] =>
  known.some(({ toldAt }) => toldAt > mergedAt) ? known : lasting(merged, known.at(-1)?.lastDay ?? null)

async function moveToPerson(db: Sql, personId: string, kept: string): Promise<void> {
  await sql`
    insert into known_sharing_left_out (agreement_id, person_id)
    select agreement_id, ${kept} from known_sharing_left_out where person_id = ${personId} on conflict do nothing`.execute(db)
  await sql`delete from known_sharing_left_out where person_id = ${personId}`.execute(db)
  for (const table of ['known_governance_term', 'known_network_person', 'known_co_leader', 'known_delegation'])
    await sql`update ${sql.table(table)} set person_id = ${kept} where person_id = ${personId}`.execute(db)
  await sql`
    with moved as (update known_employment set person_id = ${kept} where person_id = ${personId} returning id)
    select id from moved`.execute(db)
  await sql`select place_known_employment(id) from known_employment where person_id = ${kept}`.execute(db)
}
