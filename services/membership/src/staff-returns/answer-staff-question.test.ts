import {
  AnswerStaffQuestion,
  EmploymentEnded,
  EmploymentStarted,
  ListStaffQuestions,
  PersonRegistered,
  StaffQuestionAnswered,
  StaffQuestionLapsed,
  StaffQuestionRaised,
  SubmitStaffReturn,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { describe, expect, test } from 'vitest'
import { client, newTrn, peopleUnderTest } from '../../test/people-under-test.ts'
import { item, results, schoolWithMis, terms } from '../../test/returns-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)
const school = () => schoolWithMis(membership)

describe('who is absent', () => {
  test('from a full return is asked about, once, and never ended', async () => {
    const { urn, send, staff, questions } = await school()
    const { outcomes } = await send([item('1'), item('2')])
    const second = await send([item('1')])
    expect(second.absent).toMatchObject([{ personId: outcomes[1]?.personId, employmentId: outcomes[1]?.employmentId }])
    expect(await staff()).toHaveLength(2)
    const { questionId } = second.absent[0]!
    expect((await membership.emitted(StaffQuestionRaised, questionId)).map(({ data }) => data)).toEqual([
      { questionId, urn, kind: 'absent', ...(outcomes[1] && { personId: outcomes[1].personId, employmentId: outcomes[1].employmentId }) },
    ])
    expect((await send([item('1')])).absent).toEqual(second.absent)
    expect(await questions('open')).toHaveLength(1)
    expect((await send([item('1')], { mode: 'delta' })).absent).toEqual([])
    await send([item('1'), item('2')])
    expect(await membership.emitted(StaffQuestionLapsed, questionId)).toHaveLength(1)
    expect(await questions('open')).toEqual([])
  })

  test('left on a day, or is still here, which is not asked again until they have been in a return', async () => {
    const { send, questions, as } = await school()
    const { outcomes } = await send([item('1'), item('2'), item('3')])
    await send([item('1')])
    const [two, three] = await questions('open')
    const answer = (questionId: string, said: object, token = as) =>
      membership.ask(AnswerStaffQuestion, { questionId, ...said } as never, { as: token })
    const refusal = (questionId: string, said: object, token = as) =>
      membership.refusal(AnswerStaffQuestion, { questionId, ...said }, { as: token })
    for (const said of [
      { answer: 'left' },
      { answer: 'still-here', lastDay: '2026-01-01' },
      { answer: 'new-person' },
      { answer: 'same-person', personId: newId() },
    ]) {
      expect(await refusal(two!.id, said)).toMatchObject({ status: 422, type: '/problems/answer-does-not-fit' })
    }
    expect(await refusal(two!.id, { answer: 'left', lastDay: '2025-08-31' })).toMatchObject({
      status: 422,
      type: '/problems/last-day-too-early',
    })
    expect(await refusal(two!.id, { answer: 'still-here' }, await client(newId()))).toMatchObject({
      status: 404,
      type: '/problems/no-such-staff-question',
    })
    expect(await answer(two!.id, { answer: 'left', lastDay: '2026-01-31', reason: 'retired' })).toMatchObject({
      state: 'answered',
      answer: 'left',
    })
    expect((await membership.emitted(EmploymentEnded, two!.employmentId)).map(({ data }) => [data.lastDay, data.reason])).toEqual([
      ['2026-01-31', 'retired'],
    ])
    expect(await membership.emitted(StaffQuestionAnswered, two!.id)).toHaveLength(1)
    expect(await refusal(two!.id, { answer: 'still-here' })).toMatchObject({ status: 409, type: '/problems/question-closed' })
    await answer(three!.id, { answer: 'still-here' })
    expect((await send([item('1')])).absent).toEqual([])
    await send([item('1'), item('3')])
    expect((await send([item('1')])).absent).toMatchObject([{ employmentId: outcomes[2]?.employmentId }])
  })

  test('by name alone was never found: the same reference finds them, another does not', async () => {
    const { send, questions } = await school()
    const {
      outcomes: [one],
    } = await send([item('1', { name: { given: 'Ada', family: 'Byron' } })])
    const renumbered = await send([item('x-1', { name: { given: 'Ada', family: 'Byron' } })])
    expect(results(renumbered)).toEqual(['created'])
    expect(renumbered.absent.map(({ personId }) => personId)).toEqual([one?.personId])
    expect(await questions('open')).toHaveLength(1)
  })
})

describe('who it is, is asked', () => {
  const unclear = async () => {
    const here = await school()
    const trn = newTrn()
    const payrollNumber = trn
    const { outcomes } = await here.send([item('1', { trn }), item('2', { payrollNumber })])
    const asked = await here.send([
      item('1', { trn }),
      item('2', { payrollNumber }),
      item('9', { trn, payrollNumber, name: { given: 'Jo', family: 'Rowe 2' } }),
    ])
    return { ...here, trn, payrollNumber, first: outcomes[0]!, second: outcomes[1]!, asked, questionId: asked.outcomes[2]!.questionId! }
  }

  test('where identifiers point to different people; answered as one of them, the reference is remembered', async () => {
    const { send, questions, as, first, second, asked, questionId, trn, payrollNumber } = await unclear()
    expect(results(asked)).toEqual(['unchanged', 'unchanged', 'question'])
    expect(await questions('open')).toMatchObject([
      { id: questionId, kind: 'which-person', reference: '9', name: { family: 'Rowe 2' }, candidates: [first.personId, second.personId] },
    ])
    const assistant = { ...terms, staffCategory: 'classroom-assistant' as const }
    const items = [
      item('1', { trn }),
      item('2', { payrollNumber }),
      item('9', { trn, payrollNumber, employment: assistant, name: { given: 'Jo', family: 'Rowe 2' } }),
    ]
    // What was sent last is what the answer lets take effect.
    expect((await send(items)).outcomes[2]).toMatchObject({ outcome: 'question', questionId })
    const answered = await membership.ask(AnswerStaffQuestion, { questionId, answer: 'same-person', personId: second.personId! }, { as })
    expect(answered).toMatchObject({ state: 'answered', personId: second.personId })
    expect(answered).not.toHaveProperty('name')
    const [started] = (await membership.emitted(EmploymentStarted)).filter(
      ({ data }) => data.personId === second.personId && data.staffCategory === 'classroom-assistant',
    )
    expect(started).toBeDefined()
    expect((await send(items)).outcomes[2]).toMatchObject({
      outcome: 'unchanged',
      personId: second.personId,
      employmentId: started!.aggregateId,
    })
  })

  test('somebody new cannot have a TRN that somebody has; a person who is not in view cannot be the one', async () => {
    const { as, questionId } = await unclear()
    expect(await membership.refusal(AnswerStaffQuestion, { questionId, answer: 'new-person' }, { as })).toMatchObject({
      status: 409,
      type: '/problems/trn-taken',
    })
    const unseen = await given.person()
    expect(await membership.refusal(AnswerStaffQuestion, { questionId, answer: 'same-person', personId: unseen.id }, { as })).toMatchObject(
      { type: '/problems/no-such-person' },
    )
  })

  test('somebody new, where a number points to two people', async () => {
    const { send, as } = await school()
    const {
      outcomes: [one, two],
    } = await send([item('1'), item('2')])
    // The MIS reused a number: each has it by the reference that was remembered.
    await send([item('1', { payrollNumber: '7' }), item('2', { payrollNumber: '7' })])
    const asked = await send([item('3', { payrollNumber: '7' })], { mode: 'delta' })
    const { questionId } = asked.outcomes[0]!
    expect(asked.outcomes).toMatchObject([{ outcome: 'question' }])
    const { personId } = await membership.ask(AnswerStaffQuestion, { questionId: questionId!, answer: 'new-person' }, { as })
    expect([one!.personId, two!.personId]).not.toContain(personId)
    expect(await membership.emitted(PersonRegistered, personId)).toHaveLength(1)
    expect((await send([item('3', { payrollNumber: '7' })], { mode: 'delta' })).outcomes).toMatchObject([
      { outcome: 'unchanged', personId },
    ])
  })

  test('somebody who is left out of what is shared leaves no trace: only a question without candidates', async () => {
    const vendor = newId()
    const urn = await given.school()
    const agreement = await given.sharing(vendor, { urn })
    const trn = newTrn()
    const person = await given.person('Hidden', { trn })
    await given.employment(person.id, [urn])
    await given.leftOut(agreement, person.id)
    const as = await client(vendor)
    const answer = await membership.ask(
      SubmitStaffReturn,
      { urn, mode: 'full', extractedAt: new Date().toISOString(), items: [item('1', { trn })] },
      { as },
    )
    expect(JSON.stringify(answer)).not.toContain(person.id)
    expect(answer.outcomes).toMatchObject([{ outcome: 'question' }])
    expect((await membership.ask(ListStaffQuestions, { urn }, { as })).items).toMatchObject([{ kind: 'which-person', candidates: [] }])
    const refused = await membership.refusal(
      AnswerStaffQuestion,
      { questionId: answer.outcomes[0]!.questionId!, answer: 'same-person', personId: person.id },
      { as },
    )
    expect(refused).toMatchObject({ type: '/problems/no-such-person' })
  })
})
