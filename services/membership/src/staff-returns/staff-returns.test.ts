import {
  AnswerStaffQuestion, DecideStaffReturn, EmploymentChanged, EmploymentCorrected, EmploymentEnded, EmploymentStarted, GetEmployment, GetPerson, GetStaffReturn,
  ListEmployments, ListPeople, ListStaffQuestions, PersonChanged, PersonRegistered, StaffQuestionAnswered, StaffQuestionLapsed, StaffQuestionRaised,
  StaffReturnAccepted, StaffReturnHeld, StaffReturnRejected, SubmitStaffReturn,
} from '@nlc/contracts/membership'
import type { InputOf } from '@nlc/contracts/define'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { describe, expect, test } from 'vitest'
import { plusDays } from '../employments/day.ts'
import { client, nationalBody, newTrn, peopleUnderTest } from '../people/people-under-test.ts'
import { membership as service } from '../service.ts'

type Sent = InputOf<typeof SubmitStaffReturn>
type Item = Sent['items'][number]

const membership = testService(service)
const given = peopleUnderTest(membership)
const today = () => new Date().toISOString().slice(0, 10)
const terms = { workingDays: ['monday' as const], fte: 0.5, staffCategory: 'teacher' as const, firstDay: '2025-09-01' }
const item = (reference: string, said: Partial<Item> = {}): Item => ({ reference, name: { given: 'Jo', family: `Rowe ${reference}` }, employment: terms, ...said })

async function school() {
  const vendor = newId()
  const urn = await given.school({ sharesWith: [vendor] })
  const as = await client(vendor)
  const send = (items: Item[], said: Partial<Sent> = {}, token = as) =>
    membership.ask(SubmitStaffReturn, { urn, mode: 'full', extractedAt: new Date().toISOString(), items, ...said }, { as: token })
  const refused = (said: object, token = as) =>
    membership.refusal(SubmitStaffReturn, { urn, mode: 'full', extractedAt: new Date().toISOString(), items: [], ...said }, { as: token })
  const staff = async (asAt?: string) => (await membership.ask(ListEmployments, { urn, asAt, limit: 200 }, { as: await nationalBody() })).items
  const questions = async (state?: 'open') => (await membership.ask(ListStaffQuestions, { urn, state }, { as })).items
  return { vendor, urn, as, send, refused, staff, questions }
}
const results = ({ outcomes }: { outcomes: readonly { outcome: string; refusal?: string | undefined }[] }) => outcomes.map(({ outcome, refusal }) => refusal ?? outcome)

describe('a return', () => {
  test('registers, starts, changes and ends, each with its event; sent again it changes nothing', async () => {
    const { urn, as, send, staff } = await school()
    const items = [
      item('1', { trn: newTrn(), payrollNumber: '001', email: 'jo@one.example', emailVerified: true }),
      item('2'), item('3'), item('4'), item('5'), item('6'), item('7'), item('8'), item('9'), item('10'),
    ]
    const first = await send(items)
    expect(first).toMatchObject({ urn, mode: 'full', dryRun: false, state: 'accepted', counts: { created: 10, refused: 0, absent: 0 } })
    const [one] = first.outcomes
    expect(await membership.emitted(PersonRegistered, one!.personId)).toHaveLength(1)
    expect((await membership.emitted(EmploymentStarted, one!.employmentId)).map(({ data }) => data)).toMatchObject([
      { personId: one!.personId, urns: [urn], employer: { kind: 'governing-body', reference: urn }, fte: 0.5, firstDay: '2025-09-01' },
    ])
    expect((await membership.emitted(StaffReturnAccepted, first.id)).map(({ data }) => data.counts)).toEqual([first.counts])
    expect(await staff()).toHaveLength(10)
    // The client sees whom it brought in, with their address and TRN.
    expect(await membership.ask(GetPerson, { personId: one!.personId! }, { as })).toMatchObject({ trn: items[0]!.trn, emails: [{ address: 'jo@one.example', verified: true }] })

    const before = (await membership.emitted(EmploymentChanged)).length
    expect((await send(items)).counts).toMatchObject({ unchanged: 10, created: 0 })
    const changed = [{ ...items[0]!, employment: { ...terms, fte: 1 } }, { ...items[1]!, employment: { ...terms, lastDay: '2026-01-31' } }, ...items.slice(2)]
    const second = await send(changed)
    expect(results(second).slice(0, 3)).toEqual(['changed', 'ended', 'unchanged'])
    expect(await membership.emitted(EmploymentChanged)).toHaveLength(before + 1)
    expect((await membership.emitted(EmploymentEnded, second.outcomes[1]!.employmentId)).map(({ data }) => data)).toMatchObject([{ lastDay: '2026-01-31', reason: 'left' }])
    expect((await membership.ask(GetEmployment, { employmentId: one!.employmentId! }, { as })).periods).toMatchObject([{ fte: 0.5 }, { firstDay: today(), fte: 1 }])
    expect(await membership.ask(GetStaffReturn, { urn, returnId: second.id! }, { as })).toEqual(second)
    expect(results(await send(changed))).toEqual(changed.map(() => 'unchanged'))
  })

  test('a dry run gives the same outcomes and writes nothing', async () => {
    const { send, staff, questions, urn, as } = await school()
    await send([item('1'), item('2'), item('3')])
    const items = [item('1', { employment: { ...terms, fte: 1 } }), item('new'), item('bad', { name: undefined })]
    const whole = async () => JSON.stringify([await staff(), await questions(), (await membership.ask(ListPeople, { urn }, { as })).items, (await membership.emitted(StaffReturnAccepted)).length])
    const before = await whole()
    const dry = await send(items, { dryRun: true })
    expect(dry).not.toHaveProperty('id')
    expect(await whole()).toBe(before)
    const real = await send(items)
    expect(results(real)).toEqual(['changed', 'created', 'name-missing'])
    expect(results(dry)).toEqual(results(real))
    expect(dry.counts).toEqual(real.counts)
    expect(dry.absent.map(({ personId }) => personId)).toEqual(real.absent.map(({ personId }) => personId))
    expect([dry.outcomes[0]?.personId, dry.outcomes[1]?.personId]).toEqual([real.outcomes[0]?.personId, undefined])
  })

  test('somebody known elsewhere is found by TRN or verified address, and is one person at two schools', async () => {
    const [a, b] = [await school(), await school()]
    const trn = newTrn()
    const { outcomes: [first] } = await a.send([item('a1', { trn }), item('a2', { email: 'kim@x.example', emailVerified: true }), item('a3', { email: 'lee@x.example' })])
    const { outcomes } = await b.send([item('b1', { trn, name: { family: 'Other-Name' } }), item('b2', { email: 'KIM@x.example', emailVerified: true }), item('b3', { email: 'lee@x.example', emailVerified: true })])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['started', 'started', 'created'])
    expect(outcomes[0]?.personId).toBe(first?.personId)
    // The name is not the second school's to change: the first knows the person, too.
    expect(await membership.ask(GetPerson, { personId: first!.personId! }, { as: b.as })).toMatchObject({ name: { family: 'Rowe a1' } })
    expect(await membership.emitted(PersonChanged, first!.personId)).toEqual([])
  })

  test('names, TRNs and addresses are added or corrected by the only school that knows the person', async () => {
    const { send } = await school()
    const { outcomes: [one] } = await send([item('1')])
    const trn = newTrn()
    const again = await send([item('1', { trn, email: 'new@x.example', name: { family: 'Married' } })])
    expect(results(again)).toEqual(['changed'])
    expect((await membership.emitted(PersonChanged, one!.personId)).map(({ data }) => data.what)).toEqual([['name', 'trn', 'emails']])
    expect(await membership.ask(GetPerson, { personId: one!.personId! }, { as: await nationalBody() })).toMatchObject({ trn, name: { family: 'Married' } })
  })

  test('an item that is refused says why, and leaves the others untouched', async () => {
    const { send } = await school()
    const unseen = await given.person()
    const answer = await send([
      item('ok'), item('ok'), item('unseen', { personId: unseen.id }), item('nobody', { personId: newId() }), item('nameless', { name: undefined }),
      item('employer', { employment: { ...terms, employer: { kind: 'trust', reference: newId() } } }), item('backwards', { employment: { ...terms, lastDay: '2025-08-31' } }),
    ])
    expect(results(answer)).toEqual(['created', 'reference-repeated', 'no-such-person', 'no-such-person', 'name-missing', 'no-such-employer', 'last-day-too-early'])
    expect(answer.outcomes[1]?.detail).toBeDefined()
  })

  test('an older extract than the last accepted one is refused, and one from the future', async () => {
    const { send, refused } = await school()
    const extractedAt = new Date(Date.now() - 60_000).toISOString()
    await send([item('1')], { extractedAt })
    await send([item('1')], { extractedAt })
    const older = new Date(Date.parse(extractedAt) - 1).toISOString()
    expect(await refused({ extractedAt: older })).toMatchObject({ status: 409, type: '/problems/older-extract', lastExtractedAt: extractedAt })
    expect(await refused({ extractedAt: new Date(Date.now() + 3_600_000).toISOString() })).toMatchObject({ status: 422, type: '/problems/extract-from-future' })
    expect(await refused({ items: Array.from({ length: 2001 }, (_, n) => item(String(n))) })).toMatchObject({ status: 400 })
  })

  test('is for whoever keeps the school: a school that is not theirs looks like none', async () => {
    const { vendor, urn, send, refused } = await school()
    const stranger = await client(newId())
    const unseen = await refused({}, stranger)
    expect(unseen).toMatchObject({ status: 404, type: '/problems/no-such-staff-school' })
    expect(await membership.refusal(SubmitStaffReturn, { urn: '000001', mode: 'full', extractedAt: new Date().toISOString(), items: [] }, { as: stranger })).toEqual(unseen)
    expect(await membership.refusal(ListStaffQuestions, { urn }, { as: stranger })).toMatchObject({ type: '/problems/no-such-staff-school' })
    const [head, teacher] = [await given.staff(urn, vendor, 'head-teacher'), await given.staff(urn, vendor)]
    expect(await refused({}, teacher.as)).toMatchObject({ type: '/problems/no-such-staff-school' })
    const sent = await send([item('1')], { mode: 'delta' }, head.as)
    expect(await membership.ask(GetStaffReturn, { urn, returnId: sent.id! }, { as: await nationalBody() })).toEqual(sent)
    expect(await membership.refusal(GetStaffReturn, { urn, returnId: sent.id! }, { as: stranger })).toEqual(await membership.refusal(GetStaffReturn, { urn, returnId: newId() }, { as: stranger }))
    const other = newId()
    await given.sharing(other, { urn })
    expect(await membership.refusal(GetStaffReturn, { urn, returnId: sent.id! }, { as: await client(other) })).toMatchObject({ type: '/problems/no-such-staff-return' })
  })

  test('2,000 items are one transaction', async () => {
    const { send, staff } = await school()
    const items = Array.from({ length: 2000 }, (_, n) => item(`n${n}`, { trn: newTrn(), email: `n${n}@big.example`, payrollNumber: String(n) }))
    expect((await send(items)).counts).toMatchObject({ created: 2000 })
    expect((await send(items)).counts).toMatchObject({ unchanged: 2000 })
    expect(await staff()).toHaveLength(200)
  })
})

describe('who is absent', () => {
  test('from a full return is asked about, once, and never ended', async () => {
    const { urn, send, staff, questions } = await school()
    const { outcomes } = await send([item('1'), item('2')])
    const second = await send([item('1')])
    expect(second.absent).toMatchObject([{ personId: outcomes[1]?.personId, employmentId: outcomes[1]?.employmentId }])
    expect(await staff()).toHaveLength(2)
    const { questionId } = second.absent[0]!
    expect((await membership.emitted(StaffQuestionRaised, questionId)).map(({ data }) => data)).toEqual([{ questionId, urn, kind: 'absent', ...outcomes[1] && { personId: outcomes[1].personId, employmentId: outcomes[1].employmentId } }])
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
    const answer = (questionId: string, said: object, token = as) => membership.ask(AnswerStaffQuestion, { questionId, ...said } as never, { as: token })
    const refusal = (questionId: string, said: object, token = as) => membership.refusal(AnswerStaffQuestion, { questionId, ...said }, { as: token })
    for (const said of [{ answer: 'left' }, { answer: 'still-here', lastDay: '2026-01-01' }, { answer: 'new-person' }, { answer: 'same-person', personId: newId() }]) {
      expect(await refusal(two!.id, said)).toMatchObject({ status: 422, type: '/problems/answer-does-not-fit' })
    }
    expect(await refusal(two!.id, { answer: 'left', lastDay: '2025-08-31' })).toMatchObject({ status: 422, type: '/problems/last-day-too-early' })
    expect(await refusal(two!.id, { answer: 'still-here' }, await client(newId()))).toMatchObject({ status: 404, type: '/problems/no-such-staff-question' })
    expect(await answer(two!.id, { answer: 'left', lastDay: '2026-01-31', reason: 'retired' })).toMatchObject({ state: 'answered', answer: 'left' })
    expect((await membership.emitted(EmploymentEnded, two!.employmentId)).map(({ data }) => [data.lastDay, data.reason])).toEqual([['2026-01-31', 'retired']])
    expect(await membership.emitted(StaffQuestionAnswered, two!.id)).toHaveLength(1)
    expect(await refusal(two!.id, { answer: 'still-here' })).toMatchObject({ status: 409, type: '/problems/question-closed' })
    await answer(three!.id, { answer: 'still-here' })
    expect((await send([item('1')])).absent).toEqual([])
    await send([item('1'), item('3')])
    expect((await send([item('1')])).absent).toMatchObject([{ employmentId: outcomes[2]?.employmentId }])
  })

  test('by name alone was never found: the same reference finds them, another does not', async () => {
    const { send, questions } = await school()
    const { outcomes: [one] } = await send([item('1', { name: { given: 'Ada', family: 'Byron' } })])
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
    const asked = await here.send([item('1', { trn }), item('2', { payrollNumber }), item('9', { trn, payrollNumber, name: { given: 'Jo', family: 'Rowe 2' } })])
    return { ...here, trn, payrollNumber, first: outcomes[0]!, second: outcomes[1]!, asked, questionId: asked.outcomes[2]!.questionId! }
  }

  test('where identifiers point to different people; answered as one of them, the reference is remembered', async () => {
    const { send, questions, as, first, second, asked, questionId, trn, payrollNumber } = await unclear()
    expect(results(asked)).toEqual(['unchanged', 'unchanged', 'question'])
    expect(await questions('open')).toMatchObject([{ id: questionId, kind: 'which-person', reference: '9', name: { family: 'Rowe 2' }, candidates: [first.personId, second.personId] }])
    const assistant = { ...terms, staffCategory: 'classroom-assistant' as const }
    const items = [item('1', { trn }), item('2', { payrollNumber }), item('9', { trn, payrollNumber, employment: assistant, name: { given: 'Jo', family: 'Rowe 2' } })]
    // What was sent last is what the answer lets take effect.
    expect((await send(items)).outcomes[2]).toMatchObject({ outcome: 'question', questionId })
    const answered = await membership.ask(AnswerStaffQuestion, { questionId, answer: 'same-person', personId: second.personId! }, { as })
    expect(answered).toMatchObject({ state: 'answered', personId: second.personId })
    expect(answered).not.toHaveProperty('name')
    const [started] = (await membership.emitted(EmploymentStarted)).filter(({ data }) => data.personId === second.personId && data.staffCategory === 'classroom-assistant')
    expect(started).toBeDefined()
    expect((await send(items)).outcomes[2]).toMatchObject({ outcome: 'unchanged', personId: second.personId, employmentId: started!.aggregateId })
  })

  test('somebody new cannot have a TRN that somebody has; a person who is not in view cannot be the one', async () => {
    const { as, questionId } = await unclear()
    expect(await membership.refusal(AnswerStaffQuestion, { questionId, answer: 'new-person' }, { as })).toMatchObject({ status: 409, type: '/problems/trn-taken' })
    const unseen = await given.person()
    expect(await membership.refusal(AnswerStaffQuestion, { questionId, answer: 'same-person', personId: unseen.id }, { as })).toMatchObject({ type: '/problems/no-such-person' })
  })

  test('somebody new, where a number points to two people', async () => {
    const { send, as } = await school()
    const { outcomes: [one, two] } = await send([item('1'), item('2')])
    // The MIS reused a number: each has it by the reference that was remembered.
    await send([item('1', { payrollNumber: '7' }), item('2', { payrollNumber: '7' })])
    const asked = await send([item('3', { payrollNumber: '7' })], { mode: 'delta' })
    const { questionId } = asked.outcomes[0]!
    expect(asked.outcomes).toMatchObject([{ outcome: 'question' }])
    const { personId } = await membership.ask(AnswerStaffQuestion, { questionId: questionId!, answer: 'new-person' }, { as })
    expect([one!.personId, two!.personId]).not.toContain(personId)
    expect(await membership.emitted(PersonRegistered, personId)).toHaveLength(1)
    expect((await send([item('3', { payrollNumber: '7' })], { mode: 'delta' })).outcomes).toMatchObject([{ outcome: 'unchanged', personId }])
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
    const answer = await membership.ask(SubmitStaffReturn, { urn, mode: 'full', extractedAt: new Date().toISOString(), items: [item('1', { trn })] }, { as })
    expect(JSON.stringify(answer)).not.toContain(person.id)
    expect(answer.outcomes).toMatchObject([{ outcome: 'question' }])
    expect((await membership.ask(ListStaffQuestions, { urn }, { as })).items).toMatchObject([{ kind: 'which-person', candidates: [] }])
    const refused = await membership.refusal(AnswerStaffQuestion, { questionId: answer.outcomes[0]!.questionId!, answer: 'same-person', personId: person.id }, { as })
    expect(refused).toMatchObject({ type: '/problems/no-such-person' })
  })
})

describe('more than a tenth ending at once', () => {
  const leaving = async () => {
    const here = await school()
    const items = Array.from({ length: 10 }, (_, n) => item(`${n}`))
    await here.send(items)
    const fewer = items.map((one, n) => (n < 2 ? { ...one, employment: { ...terms, lastDay: plusDays(today(), -1) } } : one))
    const held = await here.send(fewer)
    return { ...here, held, items, fewer }
  }

  test('waits as a whole for confirmation, and takes effect with it', async () => {
    const { urn, as, held, staff, send, items } = await leaving()
    expect(held).toMatchObject({ state: 'awaiting-confirmation', counts: { ended: 2, unchanged: 8 } })
    expect((await membership.emitted(StaffReturnHeld, held.id)).map(({ data }) => [data.ending, data.current])).toEqual([[2, 10]])
    expect(await staff()).toHaveLength(10)
    const stranger = await client(newId())
    expect(await membership.refusal(DecideStaffReturn, { urn, returnId: held.id! }, { as: stranger })).toMatchObject({ type: '/problems/no-such-staff-return' })
    const confirmed = await membership.ask(DecideStaffReturn, { urn, returnId: held.id! }, { as })
    expect(confirmed).toMatchObject({ id: held.id, state: 'accepted', counts: { ended: 2 } })
    expect(await staff()).toHaveLength(8)
    expect(await membership.emitted(StaffReturnAccepted, held.id)).toHaveLength(1)
    expect(await membership.refusal(DecideStaffReturn, { urn, returnId: held.id! }, { as })).toMatchObject({ status: 409, type: '/problems/return-does-not-wait' })
    // Sent as if nothing had happened, the MIS still has them: that takes the end back.
    const back = await send(items)
    expect(back.counts.changed).toBe(2)
    expect(await membership.emitted(EmploymentCorrected, back.outcomes[0]!.employmentId)).toHaveLength(1)
  })

  test('rejected, it changes nothing; a later return takes the place of one that waits', async () => {
    const { urn, as, held, staff, send, fewer } = await leaving()
    expect(await membership.ask(DecideStaffReturn, { urn, returnId: held.id!, decision: 'reject' }, { as })).toMatchObject({ state: 'rejected' })
    expect(await membership.emitted(StaffReturnRejected, held.id)).toHaveLength(1)
    const again = await send(fewer)
    const last = await send(fewer)
    expect(await membership.refusal(DecideStaffReturn, { urn, returnId: again.id! }, { as })).toMatchObject({ type: '/problems/return-does-not-wait' })
    expect(await staff()).toHaveLength(10)
    await membership.ask(DecideStaffReturn, { urn, returnId: last.id! }, { as: await nationalBody() })
    expect(await staff()).toHaveLength(8)
  })
})

test('two returns for one school at once are taken one after the other', async () => {
  const { send, staff } = await school()
  const items = Array.from({ length: 40 }, (_, n) => item(`${n}`, { trn: newTrn() }))
  const answers = await Promise.allSettled([send(items), send(items), send(items)])
  const counts = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value.counts] : []))
  expect(counts.reduce((sum, { created }) => sum + created, 0)).toBe(40)
  expect(await staff()).toHaveLength(40)
})
