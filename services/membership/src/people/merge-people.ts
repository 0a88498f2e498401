import {
  DifferentTrns,
  MergePeople,
  NoSuchPerson,
  PersonMerged,
  PersonWasErased,
  PersonWasMerged,
  SamePerson,
} from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { changedAmong, readEmployments, writeEmployments } from '../employments/employment-record.ts'
import { recordedTwice } from '../employments/period.ts'
import { eventPeriods } from '../employments/shown-employment.ts'
import { uniteEmployments } from '../employments/unite-employments.ts'
import { GovernanceTerm } from '../governance-terms/governance-term.ts'
import { termState } from '../governance-terms/shown-governance-term.ts'
import { uniteTerms } from '../governance-terms/unite-terms.ts'
import { mayKeepPerson, resolvePerson } from '../standing.ts'
import { Person } from './person.ts'
import { showPerson } from './shown-person.ts'
import { emailsOf, recordEmails } from './work-emails.ts'

/** Tables whose rows follow by more than naming the other person. */
const followedHere = ['person', 'person_email', 'employment', 'governance_term']

export const mergePeople = handle(
  MergePeople,
  async ({ personId, into }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    for (const id of [personId, into]) {
      const kept = (await resolvePerson(db, id)) ?? fail(NoSuchPerson)
      if (!(await mayKeepPerson(db, caller, today, kept))) fail(NoSuchPerson)
      if (kept !== id.toLowerCase()) fail(PersonWasMerged, { intoPersonId: kept })
    }
    if (personId.toLowerCase() === into.toLowerCase()) fail(SamePerson)

    // In the order of their ids, so that two merges of the same two wait for each other; and nothing new is recorded of either.
    await sql`select from person where id in (${personId}::uuid, ${into}::uuid) order by id for update`.execute(db)
    const merged = await em.findOneOrFail(Person, personId)
    const kept = await em.findOneOrFail(Person, into)
    checkVersion(merged)
    for (const { mergedInto } of [merged, kept]) if (mergedInto) fail(PersonWasMerged, { intoPersonId: mergedInto })
    if (merged.erasedOn || kept.erasedOn) fail(PersonWasErased)
    if (merged.trn && kept.trn && merged.trn !== kept.trn) fail(DifferentTrns)

    const trn = merged.trn ?? null
    const emails = [...(await emailsOf(db, into)), ...(await emailsOf(db, personId))]
    await recordEmails(db, personId, [])
    await recordEmails(db, into, emails)
    merged.mergeInto(into, now)
    // The TRN is free only once the merged record has let go of it.
    await em.flush()
    if (trn !== null) kept.giveTrn(trn, now)
    kept.touch(now)

    const employments = await readEmployments(db, sql`e.person_id in (${personId}::uuid, ${into}::uuid)`)
    const united = uniteEmployments(employments, into, recordedTwice)
    await writeEmployments(db, changedAmong(employments, united.employments))
    const terms = await em.find(GovernanceTerm, { personId: { $in: [personId, into] } })
    const unitedTerms = uniteTerms(terms, into, now)
    await em.flush()
    await sql`select follow_merge(${personId}::uuid, ${into}::uuid, ${followedHere}::text[])`.execute(db)
    await sql`update person set merged_into = ${into}::uuid where merged_into = ${personId}::uuid`.execute(db)

    emit(PersonMerged, {
      personId,
      intoPersonId: into,
      unitedEmployments: united.takenIn.map((one) => ({
        employmentId: one.employmentId,
        intoEmploymentId: one.into.id,
        periods: eventPeriods(one.into.periods),
      })),
      unitedTerms: unitedTerms.map(([term, target]) => ({ termId: term.id, into: termState(target) })),
    })
    return showPerson(db, into)
  },
)
