import {
  ChangeEmployment,
  CorrectEmployment,
  EmploymentCorrected,
  EmploymentEnded,
  EmploymentVoided,
  EndEmployment,
  GetEmployment,
  ListEmployments,
  VoidEmployment,
} from '@nlc/contracts/membership'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { nationalBody, peopleUnderTest } from '../../test/people-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)
const _starting = (personId: string, urns: string[], said: object = {}) => ({
  personId,
  urns,
  employer: { kind: 'governing-body', reference: urns[0] },
  workingDays: ['monday'],
  fte: 0.2,
  staffCategory: 'teacher',
  firstDay: '2025-09-01',
  ...said,
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
    expect(await membership.refusal(EndEmployment, again, { as })).toMatchObject({
      type: '/problems/employment-has-ended',
      lastDay: '2025-08-31',
    })
    expect(await membership.refusal(ChangeEmployment, { employmentId, firstDay: '2025-09-01', lastDay: null }, { as })).toMatchObject({
      type: '/problems/employment-has-ended',
    })
    const other = await given.employment((await given.person()).id, [urn])
    expect(await membership.refusal(EndEmployment, { ...again, employmentId: other.id, lastDay: '2024-08-31' }, { as })).toMatchObject({
      type: '/problems/last-day-too-early',
    })
  })
})

describe('what was wrong', () => {
  test('is corrected whole, and what was known before stays readable', async () => {
    const urn = await given.school()
    const person = await given.person()
    const {
      id: employmentId,
      periods: [period],
    } = await given.employment(person.id, [urn])
    const as = await nationalBody()
    await membership.ask(EndEmployment, { employmentId, lastDay: '2025-08-31', reason: 'left' }, { as })
    const before = (await sql<{ at: Date }>`select clock_timestamp() as at`.execute(membership.sql)).rows[0]!.at.toISOString()
    const periods = [
      { ...period!, firstDay: '2024-10-01', lastDay: '2024-12-31' },
      { ...period!, firstDay: '2025-01-01', fte: 1 },
    ]
    const corrected = await membership.ask(CorrectEmployment, { employmentId, periods }, { as })
    expect(corrected).toMatchObject({ firstDay: '2024-10-01', fte: 1 })
    expect(corrected).not.toHaveProperty('endReason')
    expect((await membership.emitted(EmploymentCorrected, employmentId)).map(({ data }) => data.periods.length)).toEqual([2])
    expect(await membership.ask(GetEmployment, { employmentId, asKnownAt: before }, { as })).toMatchObject({
      firstDay: '2024-09-01',
      lastDay: '2025-08-31',
      endReason: 'left',
      version: 2,
    })
    expect((await membership.ask(ListEmployments, { urn, asAt: '2024-09-15', asKnownAt: before }, { as })).items).toHaveLength(1)
    expect((await membership.ask(ListEmployments, { urn, asAt: '2024-09-15' }, { as })).items).toHaveLength(0)
    expect(await membership.ask(GetEmployment, { employmentId, asAt: '2024-11-01' }, { as })).toMatchObject({ fte: 0.4 })

    const gap = [
      { ...period!, lastDay: '2024-12-31' },
      { ...period!, firstDay: '2025-01-02' },
    ]
    expect(await membership.refusal(CorrectEmployment, { employmentId, periods: gap }, { as })).toMatchObject({
      status: 422,
      type: '/problems/periods-not-joined',
    })
    const backwards = [{ ...period!, lastDay: '2024-08-31' }]
    expect(await membership.refusal(CorrectEmployment, { employmentId, periods: backwards }, { as })).toMatchObject({
      status: 422,
      type: '/problems/last-day-too-early',
    })
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
    expect((await membership.emitted(EmploymentVoided, employmentId)).map(({ data }) => data)).toEqual([
      { employmentId, personId: person.id },
    ])
    expect(await membership.refusal(VoidEmployment, { employmentId }, { as })).toMatchObject({ type: '/problems/no-such-employment' })
    await given.employment(person.id, [urn])
  })
})
