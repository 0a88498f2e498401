import {
  ExtractFromFuture,
  NoSuchStaffSchool,
  OlderExtract,
  RecordedMeanwhile,
  StaffReturnAccepted,
  StaffReturnHeld,
  SubmitStaffReturn,
} from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayKeep } from '../standing.ts'
import { applyPlan, askQuestions } from './apply-plan.ts'
import type { Known, Outcome } from './item.ts'
import { needsConfirmation, type Plan, planReturn } from './plan-return.ts'
import { oneAtATime, readKnown } from './read-known.ts'
import { countsOf, StaffReturn, shownReturn } from './staff-return.ts'

/** Clocks differ a little. */
const toleratedMs = 5 * 60_000
const keptDays = 365

/** Where somebody else writes one of these people in the same moment, though what is known of them is held. */
export const meanwhile = {
  person_one_trn: RecordedMeanwhile,
  person_email_one_owner: RecordedMeanwhile,
  employment_once_at_a_time: RecordedMeanwhile,
}

export const submitStaffReturn = handle(
  SubmitStaffReturn,
  async ({ urn, mode, dryRun = false, extractedAt: extracted, items }, { em, sql: db, caller, now, today, emit, fail }) => {
    const { rows: school } = await sql`select from school where urn = ${urn}`.execute(db)
    if (school.length === 0 || !(await mayKeep(db, caller, today, { urn }))) fail(NoSuchStaffSchool)
    const extractedAt = new Date(extracted)
    if (extractedAt.getTime() > now.getTime() + toleratedMs) fail(ExtractFromFuture)
    await oneAtATime(db, urn)
    const { rows: accepted } = await sql<{ last: Date | null }>`
      select max(extracted_at) as last from staff_return where urn = ${urn} and state = 'accepted'`.execute(db)
    const last = accepted[0]?.last ?? undefined
    if (last && extractedAt < last) fail(OlderExtract, { lastExtractedAt: last.toISOString() })

    const sender = { caller, clientId: caller.client, urn, today, extractedAt }
    const known = await readKnown(db, sender, items)
    const plan = planReturn(known, mode, items, newId)
    const waits = needsConfirmation(plan)
    if (dryRun) {
      const shown = withoutWhatWouldBe(plan, known)
      return {
        urn,
        mode,
        dryRun,
        state: waits ? 'awaiting-confirmation' : 'accepted',
        extractedAt,
        receivedAt: now,
        counts: countsOf(plan),
        ...shown,
      }
    }

    await sql`update staff_return set state = 'superseded', items = null where urn = ${urn} and state = 'awaiting-confirmation'`.execute(db)
    await sql`delete from staff_return where urn = ${urn} and received_at < ${now}::timestamptz - make_interval(days => ${keptDays})`.execute(
      db,
    )
    const staffReturn = StaffReturn.received(
      { id: newId(), urn, clientId: caller.client, mode, extractedAt },
      plan,
      waits ? items : undefined,
      now,
    )
    const { id: returnId, counts } = staffReturn
    await em.persist(staffReturn).flush()
    if (waits) {
      emit(StaffReturnHeld, { returnId, urn, extractedAt, ending: plan.ending, current: plan.current })
      return { ...shownReturn(staffReturn), ...withoutWhatWouldBe(plan, known) }
    }
    await applyPlan(db, sender, plan, emit)
    await askQuestions(db, sender, now, plan, emit)
    emit(StaffReturnAccepted, { returnId, urn, mode, extractedAt, counts })
    return shownReturn(staffReturn)
  },
  { constraints: meanwhile },
)

/** Ids that were there before; what is not made has none. */
function withoutWhatWouldBe(
  { outcomes, absent }: Plan,
  { people, employments, questions }: Known,
): { outcomes: Outcome[]; absent: { personId: string; employmentId: string; questionId?: string | undefined }[] } {
  const employmentIds = new Set(employments.map(({ id }) => id))
  const questionIds = new Set(questions.map(({ id }) => id))
  const known = (id: string | undefined, ids: { has(id: string): boolean }) => (id !== undefined && ids.has(id) ? id : undefined)
  return {
    outcomes: outcomes.map((outcome) => ({
      ...outcome,
      personId: known(outcome.personId, people),
      employmentId: known(outcome.employmentId, employmentIds),
      questionId: known(outcome.questionId, questionIds),
    })),
    absent: absent.map((absence) => ({ ...absence, questionId: known(absence.questionId, questionIds) })),
  }
}
