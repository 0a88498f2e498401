import {
  AnswerDoesNotFit,
  AnswerStaffQuestion,
  EmailTaken,
  EmploymentChanged,
  EmploymentEnded,
  ItemNotApplicable,
  LastDayTooEarly,
  NoSuchPerson,
  NoSuchStaffQuestion,
  QuestionClosed,
  StaffQuestionAnswered,
  TrnTaken,
} from '@nlc/contracts/membership'
import { type CommandContext, handle, isNationalBody, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { dayAfter } from '../employments/day.ts'
import type { EmploymentEndReason } from '../employments/employment.ts'
import { readEmployments, writeEmployments } from '../employments/employment-record.ts'
import { periodOn } from '../employments/period.ts'
import { eventPeriod } from '../employments/shown-employment.ts'
import { holdPerson } from '../people/hold-person.ts'
import { holds, isNotLeftOut, mayKeep } from '../standing.ts'
import { applyPlan } from './apply-plan.ts'
import type { Item } from './item.ts'
import { planReturn } from './plan-return.ts'
import { oneAtATime, readKnown } from './read-known.ts'
import { leave } from './returned-employment.ts'
import { StaffQuestion, shownQuestion } from './staff-question.ts'
import { meanwhile } from './submit-staff-return.ts'

type Context = CommandContext<typeof AnswerStaffQuestion>

export const answerStaffQuestion = handle(
  AnswerStaffQuestion,
  async ({ questionId, answer, lastDay, reason, personId }, context) => {
    const { em, sql: db, caller, today, emit, fail } = context
    const asked = (await em.findOne(StaffQuestion, questionId)) ?? fail(NoSuchStaffQuestion)
    await oneAtATime(db, asked.urn)
    const question = (await em.refresh(asked)) ?? fail(NoSuchStaffQuestion)
    const own = isNationalBody(caller) || caller.person !== undefined || question.kind === 'absent' || question.clientId === caller.client
    const shared = question.personId == null || (await holds(db, isNotLeftOut(caller, question.personId)))
    if (!own || !shared || !(await mayKeep(db, caller, today, { urn: question.urn }))) fail(NoSuchStaffQuestion)
    if (question.state !== 'open') fail(QuestionClosed)

    const shape = [question.kind, answer, lastDay !== undefined, personId !== undefined].join(' ')
    switch (shape) {
      case 'absent left true false':
        await recordLeft(context, question, lastDay!, reason ?? 'left')
        break
      case 'absent still-here false false':
        break
      case 'which-person same-person false true':
      case 'which-person new-person false false': {
        const found = await recordItem(context, question, personId)
        question.close(answer, today, found)
        break
      }
      default:
        fail(AnswerDoesNotFit)
    }
    if (question.state === 'open') question.close(answer, today)
    emit(StaffQuestionAnswered, { questionId: question.id, urn: question.urn, answer, personId: question.personId ?? undefined })
    return shownQuestion(question)
  },
  { constraints: meanwhile },
)

async function recordLeft(
  { sql: db, emit, fail }: Context,
  { urn, employmentId }: StaffQuestion,
  lastDay: string,
  reason: EmploymentEndReason,
): Promise<void> {
  const [record] = await readEmployments(db, sql`e.id = ${employmentId}::uuid`)
  // Voided or ended meanwhile: it is so already.
  const left = record && leave(record.periods, urn, lastDay)
  if (record === undefined || left === undefined) return
  if (left === 'last-day-too-early') return fail(LastDayTooEarly)
  const onwards = left.find(({ firstDay }) => firstDay === dayAfter(lastDay))
  await writeEmployments(db, [{ ...record, periods: left, endReason: onwards ? record.endReason : reason }])
  const who = { employmentId: record.id, personId: record.personId }
  if (onwards) emit(EmploymentChanged, { ...who, ...eventPeriod(onwards) })
  else emit(EmploymentEnded, { ...who, urns: periodOn(left, lastDay).urns, lastDay, reason })
}

/** The item that was not clear takes effect for this person, or for somebody new. Answers whom it turned out to be. */
async function recordItem(
  { sql: db, caller, today, emit, fail }: Context,
  question: StaffQuestion,
  personId: string | undefined,
): Promise<string> {
  const { urn, clientId, extractedAt } = question
  const item = question.item as Item
  const person = personId === undefined ? undefined : ((await holdPerson(db, caller, today, personId)) ?? fail(NoSuchPerson))
  const whom = person && (person.mergedInto ?? person.id)
  if (person?.erased) fail(ItemNotApplicable, { refusal: 'person-was-erased' })

  const sender = { caller, clientId, urn, today, extractedAt }
  const known = await readKnown(db, sender, [item], whom === undefined ? [] : [whom])
  if (whom !== undefined && known.people.get(whom)?.leftOut) fail(NoSuchPerson)
  if (whom === undefined) {
    if (item.trn !== undefined && known.byTrn.has(item.trn)) fail(TrnTaken)
    if (item.emailVerified && item.email !== undefined && known.byEmail.has(item.email.toLowerCase())) fail(EmailTaken)
  }
  const plan = planReturn(known, 'delta', [item], newId, { people: new Map([[item.reference, whom ?? 'new-person']]) })
  const [outcome] = plan.outcomes
  if (outcome?.refusal) fail(ItemNotApplicable, { refusal: outcome.refusal, detail: outcome.detail })
  await applyPlan(db, sender, plan, emit)
  return outcome!.personId!
}
