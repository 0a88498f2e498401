import {
  EmploymentChanged,
  EmploymentEnded,
  EmploymentStarted,
  GetEmployment,
  GetPerson,
  GetStaffReturn,
  ListPeople,
  ListStaffQuestions,
  PersonChanged,
  PersonRegistered,
  StaffReturnAccepted,
  SubmitStaffReturn,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { describe, expect, test } from 'vitest'
import { client, nationalBody, newTrn, peopleUnderTest } from '../../test/people-under-test.ts'
import { item, results, schoolWithMis, terms, today } from '../../test/returns-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)
const school = () => schoolWithMis(membership)

describe('a return', () => {
  test('registers, starts, changes and ends, each with its event; sent again it changes nothing', async () => {
    const { urn, as, send, staff } = await school()
    const items = [
      item('1', { trn: newTrn(), payrollNumber: '001', email: 'jo@one.example', emailVerified: true }),
      item('2'),
      item('3'),
      item('4'),
      item('5'),
      item('6'),
      item('7'),
      item('8'),
      item('9'),
      item('10'),
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
    expect(await membership.ask(GetPerson, { personId: one!.personId! }, { as })).toMatchObject({
      trn: items[0]!.trn,
      emails: [{ address: 'jo@one.example', verified: true }],
    })

    const before = (await membership.emitted(EmploymentChanged)).length
    expect((await send(items)).counts).toMatchObject({ unchanged: 10, created: 0 })
    const changed = [
      { ...items[0]!, employment: { ...terms, fte: 1 } },
      { ...items[1]!, employment: { ...terms, lastDay: '2026-01-31' } },
      ...items.slice(2),
    ]
    const second = await send(changed)
    expect(results(second).slice(0, 3)).toEqual(['changed', 'ended', 'unchanged'])
    expect(await membership.emitted(EmploymentChanged)).toHaveLength(before + 1)
    expect((await membership.emitted(EmploymentEnded, second.outcomes[1]!.employmentId)).map(({ data }) => data)).toMatchObject([
      { lastDay: '2026-01-31', reason: 'left' },
    ])
    expect((await membership.ask(GetEmployment, { employmentId: one!.employmentId! }, { as })).periods).toMatchObject([
      { fte: 0.5 },
      { firstDay: today(), fte: 1 },
    ])
    expect(await membership.ask(GetStaffReturn, { urn, returnId: second.id! }, { as })).toEqual(second)
    expect(results(await send(changed))).toEqual(changed.map(() => 'unchanged'))
  })

  test('a dry run gives the same outcomes and writes nothing', async () => {
    const { send, staff, questions, urn, as } = await school()
    await send([item('1'), item('2'), item('3')])
    const items = [item('1', { employment: { ...terms, fte: 1 } }), item('new'), item('bad', { name: undefined })]
    const whole = async () =>
      JSON.stringify([
        await staff(),
        await questions(),
        (await membership.ask(ListPeople, { urn }, { as })).items,
        (await membership.emitted(StaffReturnAccepted)).length,
      ])
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
    const {
      outcomes: [first],
    } = await a.send([
      item('a1', { trn }),
      item('a2', { email: 'kim@x.example', emailVerified: true }),
      item('a3', { email: 'lee@x.example' }),
    ])
    const { outcomes } = await b.send([
      item('b1', { trn, name: { family: 'Other-Name' } }),
      item('b2', { email: 'KIM@x.example', emailVerified: true }),
      item('b3', { email: 'lee@x.example', emailVerified: true }),
    ])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['started', 'started', 'created'])
    expect(outcomes[0]?.personId).toBe(first?.personId)
    // The name is not the second school's to change: the first knows the person, too.
    expect(await membership.ask(GetPerson, { personId: first!.personId! }, { as: b.as })).toMatchObject({ name: { family: 'Rowe a1' } })
    expect(await membership.emitted(PersonChanged, first!.personId)).toEqual([])
  })

  test('names, TRNs and addresses are added or corrected by the only school that knows the person', async () => {
    const { send } = await school()
    const {
      outcomes: [one],
    } = await send([item('1')])
    const trn = newTrn()
    const again = await send([item('1', { trn, email: 'new@x.example', name: { family: 'Married' } })])
    expect(results(again)).toEqual(['changed'])
    expect((await membership.emitted(PersonChanged, one!.personId)).map(({ data }) => data.what)).toEqual([['name', 'trn', 'emails']])
    expect(await membership.ask(GetPerson, { personId: one!.personId! }, { as: await nationalBody() })).toMatchObject({
      trn,
      name: { family: 'Married' },
    })
  })

  test('an item that is refused says why, and leaves the others untouched', async () => {
    const { send } = await school()
    const unseen = await given.person()
    const answer = await send([
      item('ok'),
      item('ok'),
      item('unseen', { personId: unseen.id }),
      item('nobody', { personId: newId() }),
      item('nameless', { name: undefined }),
      item('employer', { employment: { ...terms, employer: { kind: 'trust', reference: newId() } } }),
      item('backwards', { employment: { ...terms, lastDay: '2025-08-31' } }),
    ])
    expect(results(answer)).toEqual([
      'created',
      'reference-repeated',
      'no-such-person',
      'no-such-person',
      'name-missing',
      'no-such-employer',
      'last-day-too-early',
    ])
    expect(answer.outcomes[1]?.detail).toBeDefined()
  })

  test('an older extract than the last accepted one is refused, and one from the future', async () => {
    const { send, refused } = await school()
    const extractedAt = new Date(Date.now() - 60_000).toISOString()
    await send([item('1')], { extractedAt })
    await send([item('1')], { extractedAt })
    const older = new Date(Date.parse(extractedAt) - 1).toISOString()
    expect(await refused({ extractedAt: older })).toMatchObject({
      status: 409,
      type: '/problems/older-extract',
      lastExtractedAt: extractedAt,
    })
    expect(await refused({ extractedAt: new Date(Date.now() + 3_600_000).toISOString() })).toMatchObject({
      status: 422,
      type: '/problems/extract-from-future',
    })
    expect(await refused({ items: Array.from({ length: 2001 }, (_, n) => item(String(n))) })).toMatchObject({ status: 400 })
  })

  test('is for whoever keeps the school: a school that is not theirs looks like none', async () => {
    const { vendor, urn, send, refused } = await school()
    const stranger = await client(newId())
    const unseen = await refused({}, stranger)
    expect(unseen).toMatchObject({ status: 404, type: '/problems/no-such-staff-school' })
    expect(
      await membership.refusal(
        SubmitStaffReturn,
        { urn: '000001', mode: 'full', extractedAt: new Date().toISOString(), items: [] },
        { as: stranger },
      ),
    ).toEqual(unseen)
    expect(await membership.refusal(ListStaffQuestions, { urn }, { as: stranger })).toMatchObject({
      type: '/problems/no-such-staff-school',
    })
    const [head, teacher] = [await given.staff(urn, vendor, 'head-teacher'), await given.staff(urn, vendor)]
    expect(await refused({}, teacher.as)).toMatchObject({ type: '/problems/no-such-staff-school' })
    const sent = await send([item('1')], { mode: 'delta' }, head.as)
    expect(await membership.ask(GetStaffReturn, { urn, returnId: sent.id! }, { as: await nationalBody() })).toEqual(sent)
    expect(await membership.refusal(GetStaffReturn, { urn, returnId: sent.id! }, { as: stranger })).toEqual(
      await membership.refusal(GetStaffReturn, { urn, returnId: newId() }, { as: stranger }),
    )
    const other = newId()
    await given.sharing(other, { urn })
    expect(await membership.refusal(GetStaffReturn, { urn, returnId: sent.id! }, { as: await client(other) })).toMatchObject({
      type: '/problems/no-such-staff-return',
    })
  })

  test('2,000 items are one transaction', async () => {
    const { send, staff } = await school()
    const items = Array.from({ length: 2000 }, (_, n) =>
      item(`n${n}`, { trn: newTrn(), email: `n${n}@big.example`, payrollNumber: String(n) }),
    )
    expect((await send(items)).counts).toMatchObject({ created: 2000 })
    expect((await send(items)).counts).toMatchObject({ unchanged: 2000 })
    expect(await staff()).toHaveLength(200)
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
