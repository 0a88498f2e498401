import { ChangeEmployment, EmploymentChanged, EmploymentStarted, StartEmployment } from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { describe, expect, test } from 'vitest'
import { nationalBody, peopleUnderTest } from '../../test/people-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)
const starting = (personId: string, urns: string[], said: object = {}) => ({
  personId,
  urns,
  employer: { kind: 'governing-body', reference: urns[0] },
  workingDays: ['monday'],
  fte: 0.2,
  staffCategory: 'teacher',
  firstDay: '2025-09-01',
  ...said,
})

describe('starting', () => {
  test('says who, where, what and when; the payroll number is nobody else’s', async () => {
    const [a, b] = [await given.school(), await given.school()]
    const person = await given.person()
    const employment = await given.employment(person.id, [a, b], { fte: 0.6, payrollNumber: '00417', lastDay: '2026-08-31' })
    expect(employment).toMatchObject({
      personId: person.id,
      firstDay: '2024-09-01',
      lastDay: '2026-08-31',
      payrollNumber: '00417',
      urns: [a, b],
    })
    const [event] = await membership.emitted(EmploymentStarted, employment.id)
    expect(event?.data).toEqual({
      employmentId: employment.id,
      personId: person.id,
      urns: [a, b],
      employer: { kind: 'governing-body', reference: a },
      workingDays: ['monday', 'tuesday'],
      fte: 0.6,
      staffCategory: 'teacher',
      firstDay: '2024-09-01',
      lastDay: '2026-08-31',
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
      { kind: 'trust', reference: newId() },
      { kind: 'trust', reference: 'nonsense' },
      { kind: 'governing-body', reference: '000001' },
      { kind: 'local-authority', reference: '000' },
      { kind: 'agency', reference: newId() },
      { kind: 'agency', reference: urn },
    ])
      expect(await refusal({ employer })).toMatchObject({ status: 404, type: '/problems/no-such-employer' })
    expect(await refusal({}, [urn, '000001'])).toMatchObject({ status: 404, type: '/problems/no-such-workplace', urns: ['000001'] })
    expect(await refusal({ lastDay: '2025-08-31' })).toMatchObject({ status: 422, type: '/problems/last-day-too-early' })
    for (const said of [
      { fte: 0 },
      { fte: 1.01 },
      { workingDays: [] },
      { workingDays: ['monday', 'monday'] },
      { staffCategory: 'wizard' },
      { firstDay: '2025-02-30' },
      { extra: 1 },
    ]) {
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
    expect(changed.periods).toMatchObject([
      { firstDay: '2024-09-01', lastDay: '2024-12-31', fte: 0.4 },
      { firstDay: '2025-01-01', fte: 0.8 },
    ])
    const [event] = await membership.emitted(EmploymentChanged, employmentId)
    expect(event?.data).toMatchObject({ employmentId, personId: person.id, firstDay: '2025-01-01', fte: 0.8, urns: [urn] })
    await membership.ask(ChangeEmployment, { employmentId, firstDay: '2025-03-01', fte: 0.8 }, { as })
    expect(await membership.emitted(EmploymentChanged, employmentId)).toHaveLength(1)
    for (const firstDay of ['2024-09-01', '2025-01-01', '2024-01-01']) {
      expect(await membership.refusal(ChangeEmployment, { employmentId, firstDay, fte: 1 }, { as })).toMatchObject({
        status: 409,
        type: '/problems/not-within-employment',
      })
    }
    expect(
      await membership.refusal(ChangeEmployment, { employmentId, firstDay: '2025-03-01', fte: 1 }, { as, expectedVersion: 1 }),
    ).toMatchObject({ status: 412 })
  })

  test('a fixed term is put off, or made open', async () => {
    const urn = await given.school()
    const { id: employmentId } = await given.employment((await given.person()).id, [urn], { lastDay: '2025-08-31' })
    const as = await nationalBody()
    const longer = await membership.ask(ChangeEmployment, { employmentId, firstDay: '2025-09-01', lastDay: '2026-08-31', fte: 1 }, { as })
    expect(longer.periods).toMatchObject([
      { lastDay: '2025-08-31', fte: 0.4 },
      { firstDay: '2025-09-01', lastDay: '2026-08-31', fte: 1 },
    ])
    const open = await membership.ask(ChangeEmployment, { employmentId, firstDay: '2026-09-01', lastDay: null }, { as })
    expect(open.periods).toHaveLength(2)
    expect(open).not.toHaveProperty('lastDay')
    expect((await membership.emitted(EmploymentChanged, employmentId)).map(({ data }) => [data.firstDay, data.lastDay])).toEqual([
      ['2025-09-01', '2026-08-31'],
      ['2025-09-01', undefined],
    ])
    expect(
      await membership.refusal(ChangeEmployment, { employmentId, firstDay: '2026-09-01', lastDay: '2026-08-01' }, { as }),
    ).toMatchObject({ type: '/problems/last-day-too-early' })
  })

  test('into the place of another employment of the person: the database refuses it', async () => {
    const [a, b] = [await given.school(), await given.school()]
    const person = await given.person()
    const employer = { kind: 'local-authority' as const, reference: await given.localAuthority('909') }
    await given.employment(person.id, [a], { employer })
    const { id: employmentId } = await given.employment(person.id, [b], { employer })
    const refused = await membership.refusal(
      ChangeEmployment,
      { employmentId, firstDay: '2025-01-01', urns: [a, b] },
      { as: await nationalBody() },
    )
    expect(refused).toMatchObject({ status: 409, type: '/problems/employment-overlaps' })
    expect(await membership.emitted(EmploymentChanged, employmentId)).toEqual([])
  })
})
