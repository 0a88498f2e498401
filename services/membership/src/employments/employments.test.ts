import {
  ChangeEmployment, CorrectEmployment, EmploymentChanged, EmploymentCorrected, EmploymentEnded, EmploymentStarted, EmploymentVoided, EndEmployment,
  GetEmployment, ListEmployments, StartEmployment, VoidEmployment,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { client, nationalBody, peopleUnderTest } from '../people/people-under-test.ts'
import { membership as service } from '../service.ts'
import { moveEmployments } from './move-employments.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)
const starting = (personId: string, urns: string[], said: object = {}) => ({
  personId, urns, employer: { kind: 'governing-body', reference: urns[0] }, workingDays: ['monday'], fte: 0.2, staffCategory: 'teacher', firstDay: '2025-09-01', ...said,
})

describe('starting', () => {
  test('says who, where, what and when; the payroll number is nobody else’s', async () => {
    const [a, b] = [await given.school(), await given.school()]
    const person = await given.person()
    const employment = await given.employment(person.id, [a, b], { fte: 0.6, payrollNumber: '00417', lastDay: '2026-08-31' })
    expect(employment).toMatchObject({ personId: person.id, firstDay: '2024-09-01', lastDay: '2026-08-31', payrollNumber: '00417', urns: [a, b] })
    const [event] = await membership.emitted(EmploymentStarted, employment.id)
    expect(event?.data).toEqual({
      employmentId: employment.id, personId: person.id, urns: [a, b], employer: { kind: 'governing-body', reference: a },
      workingDays: ['monday', 'tuesday'], fte: 0.6, staffCategory: 'teacher', firstDay: '2024-09-01', lastDay: '2026-08-31',
    })
  })

  test('two jobs run side by side; the same one twice does not, also where two ask at once', async () => {
    const urn = await given.school()
    const person = await given.person()
    const as = await nationalBody()
    const asking = starting(person.id, [urn])
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => membership.ask(StartEmployment, asking as never, { as })))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await membership.refusal(StartEmployment, asking, { as })).toMatchObject({ status: 409, type: '/problems/employment-overlaps' })
    await membership.ask(StartEmployment, starting(person.id, [urn], { staffCategory: 'classroom-assistant' }) as never, { as })
    await membership.ask(StartEmployment, starting(person.id, [await given.school()]) as never, { as })
    const ended = starting(person.id, [urn], { firstDay: '2024-09-01', lastDay: '2025-08-31' })
    await membership.ask(StartEmployment, ended as never, { as })
  })

  test('a trust’s central team works at no school, and for one employer once', async () => {
    const trust = await given.trust([await given.school()])
    const person = await given.person()
    const as = await nationalBody()
    const asking = starting(person.id, [], { employer: { kind: 'trust', reference: trust.toUpperCase() } })
    expect(await membership.ask(StartEmployment, asking as never, { as })).toMatchObject({ urns: [], employer: { reference: trust } })
    expect(await membership.refusal(StartEmployment, asking, { as })).toMatchObject({ type: '/problems/employment-overlaps' })
  })

  test('refused: an employer or a school that does not exist, days that run backwards, hours out of bounds', async () => {
    const urn = await given.school()
    const person = await given.person()
    const as = await nationalBody()
    const refusal = (said: object, urns = [urn]) => membership.refusal(StartEmployment, starting(person.id, urns, said), { as })
    for (const employer of [
      { kind: 'trust', reference: newId() }, { kind: 'trust', reference: 'nonsense' }, { kind: 'governing-body', reference: '000001' },
      { kind: 'local-authority', reference: '000' }, { kind: 'agency', reference: newId() }, { kind: 'agency', reference: urn },
    ]) expect(await refusal({ employer })).toMatchObject({ status: 404, type: '/problems/no-such-employer' })
    expect(await refusal({}, [urn, '000001'])).toMatchObject({ status: 404, type: '/problems/no-such-workplace', urns: ['000001'] })
    expect(await refusal({ lastDay: '2025-08-31' })).toMatchObject({ status: 422, type: '/problems/last-day-too-early' })
    for (const said of [{ fte: 0 }, { fte: 1.01 }, { workingDays: [] }, { workingDays: ['monday', 'monday'] }, { staffCategory: 'wizard' }, { firstDay: '2025-02-30' }, { extra: 1 }]) {
      expect(await refusal(said)).toMatchObject({ status: 400 })
    }
    expect(await membership.refusal(StartEmployment, starting(newId(), [urn]), { as })).toMatchObject({ type: '/problems/no-such-person' })
  })
})

describe('changing', () => {
  test('is a new period, never an edit in place', async () => {
    const urn = await given.school()
    const person = await given.person()
    const { id: employmentId } = await given.employment(person.id, [urn])
    const as = await nationalBody()
    const changed = await membership.ask(ChangeEmployment, { employmentId, firstDay: '2025-01-01', fte: 0.8 }, { as, expectedVersion: 1 })
    expect(changed.version).toBe(2)
    expect(changed.periods).toMatchObject([{ firstDay: '2024-09-01', lastDay: '2024-12-31', fte: 0.4 }, { firstDay: '2025-01-01', fte: 0.8 }])
    const [event] = await membership.emitted(EmploymentChanged, employmentId)
    expect(event?.data).toMatchObject({ employmentId, personId: person.id, firstDay: '2025-01-01', fte: 0.8, urns: [urn] })
    await membership.ask(ChangeEmployment, { employmentId, firstDay: '2025-03-01', fte: 0.8 }, { as })
    expect(await membership.emitted(EmploymentChanged, employmentId)).toHaveLength(1)
    for (const firstDay of ['2024-09-01', '2025-01-01', '2024-01-01']) {
      expect(await membership.refusal(ChangeEmployment, { employmentId, firstDay, fte: 1 }, { as })).toMatchObject({ status: 409, type: '/problems/not-within-employment' })
    }
    expect(await membership.refusal(ChangeEmployment, { employmentId, firstDay: '2025-03-01', fte: 1 }, { as, expectedVersion: 1 })).toMatchObject({ status: 412 })
  })

  test('a fixed term is put off, or made open', async () => {
    const urn = await given.school()
    const { id: employmentId } = await given.employment((await given.person()).id, [urn], { lastDay: '2025-08-31' })
    const as = await nationalBody()
    const longer = await membership.ask(ChangeEmployment, { employmentId, firstDay: '2025-09-01', lastDay: '2026-08-31', fte: 1 }, { as })
    expect(longer.periods).toMatchObject([{ lastDay: '2025-08-31', fte: 0.4 }, { firstDay: '2025-09-01', lastDay: '2026-08-31', fte: 1 }])
    const open = await membership.ask(ChangeEmployment, { employmentId, firstDay: '2026-09-01', lastDay: null }, { as })
    expect(open.periods).toHaveLength(2)
    expect(open).not.toHaveProperty('lastDay')
    expect((await membership.emitted(EmploymentChanged, employmentId)).map(({ data }) => [data.firstDay, data.lastDay])).toEqual([['2025-09-01', '2026-08-31'], ['2025-09-01', undefined]])
    expect(await membership.refusal(ChangeEmployment, { employmentId, firstDay: '2026-09-01', lastDay: '2026-08-01' }, { as })).toMatchObject({ type: '/problems/last-day-too-early' })
  })

  test('into the place of another employment of the person: the database refuses it', async () => {
    const [a, b] = [await given.school(), await given.school()]
    const person = await given.person()
    const employer = { kind: 'local-authority' as const, reference: await given.localAuthority('909') }
    await given.employment(person.id, [a], { employer })
    const { id: employmentId } = await given.employment(person.id, [b], { employer })
    const refused = await membership.refusal(ChangeEmployment, { employmentId, firstDay: '2025-01-01', urns: [a, b] }, { as: await nationalBody() })
    expect(refused).toMatchObject({ status: 409, type: '/problems/employment-overlaps' })
    expect(await membership.emitted(EmploymentChanged, employmentId)).toEqual([])
  })
})

describe('ending', () => {
  test('the last day counts; what was to come after it is dropped; it ends once', async () => {
    const urn = await given.school()
    const person = await given.person()
    const { id: employmentId } = await given.employment(person.id, [urn])
    const as = await nationalBody()
    await membership.ask(ChangeEmployment, { employmentId, firstDay: '2026-01-01', fte: 1 }, { as })
    const ended = await membership.ask(EndEmployment, { employmentId, lastDay: '2025-08-31', reason: 'moved-to-another-school' }, { as })
    expect(ended).toMatchObject({ lastDay: '2025-08-31', endReason: 'moved-to-another-school', periods: [{ lastDay: '2025-08-31' }] })
    expect((await membership.emitted(EmploymentEnded, employmentId)).map(({ data }) => data)).toEqual([
      { employmentId, personId: person.id, urns: [urn], lastDay: '2025-08-31', reason: 'moved-to-another-school' },
    ])
    const at = async (asAt: string) => (await membership.ask(ListEmployments, { urn, asAt }, { as })).items.length
    expect([await at('2025-08-31'), await at('2025-09-01')]).toEqual([1, 0])
    const again = { employmentId, lastDay: '2025-07-31', reason: 'left' }
    expect(await membership.refusal(EndEmployment, again, { as })).toMatchObject({ type: '/problems/employment-has-ended', lastDay: '2025-08-31' })
    expect(await membership.refusal(ChangeEmployment, { employmentId, firstDay: '2025-09-01', lastDay: null }, { as })).toMatchObject({ type: '/problems/employment-has-ended' })
    const other = await given.employment((await given.person()).id, [urn])
    expect(await membership.refusal(EndEmployment, { ...again, employmentId: other.id, lastDay: '2024-08-31' }, { as })).toMatchObject({ type: '/problems/last-day-too-early' })
  })
})

describe('what was wrong', () => {
  test('is corrected whole, and what was known before stays readable', async () => {
    const urn = await given.school()
    const person = await given.person()
    const { id: employmentId, periods: [period] } = await given.employment(person.id, [urn])
    const as = await nationalBody()
    await membership.ask(EndEmployment, { employmentId, lastDay: '2025-08-31', reason: 'left' }, { as })
    const before = (await sql<{ at: Date }>`select clock_timestamp() as at`.execute(membership.sql)).rows[0]!.at.toISOString()
    const periods = [{ ...period!, firstDay: '2024-10-01', lastDay: '2024-12-31' }, { ...period!, firstDay: '2025-01-01', fte: 1 }]
    const corrected = await membership.ask(CorrectEmployment, { employmentId, periods }, { as })
    expect(corrected).toMatchObject({ firstDay: '2024-10-01', fte: 1 })
    expect(corrected).not.toHaveProperty('endReason')
    expect((await membership.emitted(EmploymentCorrected, employmentId)).map(({ data }) => data.periods.length)).toEqual([2])
    expect(await membership.ask(GetEmployment, { employmentId, asKnownAt: before }, { as })).toMatchObject({ firstDay: '2024-09-01', lastDay: '2025-08-31', endReason: 'left', version: 2 })
    expect((await membership.ask(ListEmployments, { urn, asAt: '2024-09-15', asKnownAt: before }, { as })).items).toHaveLength(1)
    expect((await membership.ask(ListEmployments, { urn, asAt: '2024-09-15' }, { as })).items).toHaveLength(0)
    expect(await membership.ask(GetEmployment, { employmentId, asAt: '2024-11-01' }, { as })).toMatchObject({ fte: 0.4 })

    const gap = [{ ...period!, lastDay: '2024-12-31' }, { ...period!, firstDay: '2025-01-02' }]
    expect(await membership.refusal(CorrectEmployment, { employmentId, periods: gap }, { as })).toMatchObject({ status: 422, type: '/problems/periods-not-joined' })
    const backwards = [{ ...period!, lastDay: '2024-08-31' }]
    expect(await membership.refusal(CorrectEmployment, { employmentId, periods: backwards }, { as })).toMatchObject({ status: 422, type: '/problems/last-day-too-early' })
  })

  test('what never was is voided: gone from every list, but for what was known', async () => {
    const urn = await given.school()
    const person = await given.person()
    const { id: employmentId } = await given.employment(person.id, [urn])
    const as = await nationalBody()
    const before = (await sql<{ at: Date }>`select clock_timestamp() as at`.execute(membership.sql)).rows[0]!.at.toISOString()
    await membership.ask(VoidEmployment, { employmentId }, { as })
    expect(await membership.refusal(GetEmployment, { employmentId }, { as })).toMatchObject({ status: 404 })
    expect((await membership.ask(ListEmployments, { personId: person.id }, { as })).items).toEqual([])
    expect(await membership.ask(GetEmployment, { employmentId, asKnownAt: before }, { as })).toMatchObject({ id: employmentId })
    expect((await membership.emitted(EmploymentVoided, employmentId)).map(({ data }) => data)).toEqual([{ employmentId, personId: person.id }])
    expect(await membership.refusal(VoidEmployment, { employmentId }, { as })).toMatchObject({ type: '/problems/no-such-employment' })
    await given.employment(person.id, [urn])
  })
})

describe('who keeps employments', () => {
  test('a client those of schools that share with it; what it does not keep looks like nothing', async () => {
    const [vendor, stranger] = [newId(), newId()]
    const [shared, apart] = [await given.school({ sharesWith: [vendor] }), await given.school()]
    const { person, employment } = await given.staff(shared, vendor)
    const [as, other] = [await client(vendor), await client(stranger)]
    const unseen = await membership.refusal(EndEmployment, { employmentId: employment.id, lastDay: '2026-01-01', reason: 'left' }, { as: other })
    expect(unseen).toEqual(await membership.refusal(EndEmployment, { employmentId: newId(), lastDay: '2026-01-01', reason: 'left' }, { as: other }))
    expect(await membership.refusal(StartEmployment, starting(person.id, [shared, apart]), { as })).toMatchObject({ type: '/problems/no-such-workplace', urns: [apart] })
    expect(await membership.refusal(ChangeEmployment, { employmentId: employment.id, firstDay: '2025-01-01', urns: [shared, apart] }, { as })).toMatchObject({ urns: [apart] })
    const team = starting(person.id, [], { employer: { kind: 'trust', reference: await given.trust([apart]) } })
    expect(await membership.refusal(StartEmployment, team, { as })).toMatchObject({ type: '/problems/no-such-employer' })
    await membership.ask(EndEmployment, { employmentId: employment.id, lastDay: '2026-01-01', reason: 'left' }, { as })
    // Who has left is not in view any more; what the school knows of them is, and can be put right.
    expect(await membership.ask(GetEmployment, { employmentId: employment.id }, { as })).toMatchObject({ lastDay: '2026-01-01' })
    await membership.ask(CorrectEmployment, { employmentId: employment.id, periods: employment.periods }, { as })
  })

  test('a person sees all of their own, a client only those at its schools, and of nobody who is left out', async () => {
    const vendor = newId()
    const [shared, apart] = [await given.school(), await given.school()]
    const agreement = await given.sharing(vendor, { urn: shared })
    const { person, employment, as } = await given.staff(shared, vendor)
    const elsewhere = await given.employment(person.id, [apart])
    const list = async (token: string) => (await membership.ask(ListEmployments, { personId: person.id }, { as: token })).items.map(({ id }) => id)
    expect(await list(as)).toEqual([employment.id, elsewhere.id])
    expect(await list(await client(vendor))).toEqual([employment.id])
    await given.leftOut(agreement, person.id)
    expect(await list(await client(vendor))).toEqual([])
    expect(await list(as)).toEqual([])
    expect(await membership.refusal(GetEmployment, { employmentId: employment.id }, { as: await client(vendor) })).toMatchObject({ status: 404 })
  })
})

test('a succession moves employments without an end and a start, to the employer of the successor; two that meet become one', async () => {
  const [old, successor, third] = [await given.school(), await given.school(), await given.school()]
  const trust = await given.trust([successor])
  const employer = { kind: 'local-authority' as const, reference: await given.localAuthority('909') }
  const person = await given.person()
  const alone = await given.employment(person.id, [old], { employer })
  const both = await given.employment((await given.person()).id, [old, third], { employer })
  const twice = await given.person()
  const first = await given.employment(twice.id, [old], { employer: { kind: 'governing-body', reference: old }, fte: 0.4 })
  const second = await given.employment(twice.id, [successor], { employer: { kind: 'trust', reference: trust }, fte: 0.5, firstDay: '2025-01-01' })
  const gone = await given.employment((await given.person()).id, [old], { employer, lastDay: '2026-08-31' })

  await moveEmployments(membership.sql, { urn: old, successorUrn: successor, firstDay: '2026-09-01' })

  const as = await nationalBody()
  const got = (employmentId: string) => membership.ask(GetEmployment, { employmentId, asAt: '2026-09-01' }, { as })
  expect(await got(alone.id)).toMatchObject({ version: 2, urns: [successor], employer: { kind: 'trust', reference: trust }, periods: [{ urns: [old], employer, lastDay: '2026-08-31' }, {}] })
  expect(await got(both.id)).toMatchObject({ urns: [successor, third], employer })
  expect(await got(first.id)).toMatchObject({ urns: [successor], fte: 0.9, firstDay: '2024-09-01' })
  expect(await membership.refusal(GetEmployment, { employmentId: second.id }, { as })).toMatchObject({ status: 404 })
  expect(await got(gone.id)).toMatchObject({ version: 1, urns: [old] })
  const at = async (urn: string, asAt: string) => (await membership.ask(ListEmployments, { urn, asAt }, { as })).items.length
  expect([await at(old, '2026-08-31'), await at(old, '2026-09-01'), await at(successor, '2026-09-01')]).toEqual([4, 0, 3])
  expect(await membership.emitted(EmploymentEnded)).not.toContainEqual(expect.objectContaining({ aggregateId: alone.id }))
})
