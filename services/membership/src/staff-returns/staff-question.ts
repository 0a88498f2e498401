import { defineEntity, p } from '@mikro-orm/core'
import type { Item } from './item.ts'

export type Answer = 'left' | 'still-here' | 'same-person' | 'new-person'

const StaffQuestionSchema = defineEntity({
  name: 'StaffQuestion',
  tableName: 'staff_question',
  properties: {
    id: p.uuid().primary(),
    urn: p.string(),
    clientId: p.string(),
    kind: p.string().$type<'absent' | 'which-person'>(),
    state: p.string().$type<'open' | 'answered' | 'lapsed'>(),
    askedAt: p.datetime(),
    extractedAt: p.datetime(),
    personId: p.uuid().nullable(),
    employmentId: p.uuid().nullable(),
    reference: p.string().nullable(),
    /** What the MIS sent, while the question is open. */
    item: p.json<Item>().nullable(),
    candidates: p.array().$type<readonly string[]>().nullable(),
    answer: p.string().$type<Answer>().nullable(),
    answeredOn: p.date().nullable(),
  },
})

export class StaffQuestion extends StaffQuestionSchema.class {
  close(answer: Answer, today: string, personId?: string): void {
    Object.assign(this, { state: 'answered', answer, answeredOn: today, item: null, personId: personId ?? this.personId })
  }
}
StaffQuestionSchema.setClass(StaffQuestion)

/** @param name of the item: gone from what is kept once it was answered. */
export const shownQuestion = (question: StaffQuestion) => ({
  id: question.id,
  urn: question.urn,
  kind: question.kind,
  state: question.state,
  askedAt: question.askedAt,
  personId: question.personId ?? undefined,
  employmentId: question.employmentId ?? undefined,
  reference: question.reference ?? undefined,
  name: question.item?.name,
  candidates: question.kind === 'which-person' ? (question.candidates ?? []) : undefined,
  answer: question.answer ?? undefined,
  answeredOn: question.answeredOn ?? undefined,
})
