import {
  GetCopyOfPersonalData,
  GetEmployment,
  GetPerson,
  ListEmployments,
  ListGovernanceTerms,
  LookUpPeople,
  MergePeople,
  PersonMerged,
  StartEmployment,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { client, nationalBody, newTrn, peopleUnderTest } from '../../test/people-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)
const merge = async (personId: string, into: string) => membership.ask(MergePeople, { personId, into }, { as: await nationalBody() })

test('everything held follows, in one event, and the merged id keeps answering', async () => {
  const [a, b] = [await given.school(), await given.school()]
  const trn = newTrn()
  const merged = await given.person('Row', { trn, emails: [{ address: 'row@a.example', verified: true }] })
  const kept = await given.person('Rowe', { emails: [{ address: 'rowe@b.example', verified: false }] })
  const employment = await given.employment(merged.id, [a])
  const term = await given.term(merged.id, b)

  const answer = await merge(merged.id, kept.id)
  expect(answer).toMatchObject({ id: kept.id, state: 'registered', trn, name: { family: 'Rowe' } })
  expect(answer.emails).toEqual([
    { address: 'row@a.example', verified: true },
    { address: 'rowe@b.example', verified: false },
  ])
  expect((await membership.emitted(PersonMerged, merged.id)).map(({ data }) => data)).toEqual([
    { personId: merged.id, intoPersonId: kept.id, unitedEmployments: [], unitedTerms: [] },
  ])

  const as = await nationalBody()
  const stub = await membership.ask(GetPerson, { personId: merged.id }, { as })
  expect(stub).toMatchObject({ id: merged.id, state: 'merged', mergedInto: kept.id, emails: [] })
  expect(stub).not.toHaveProperty('name')
  expect(await membership.ask(LookUpPeople, { personIds: [merged.id] }, { as })).toEqual({
    items: [answer],
    merged: [{ personId: merged.id, intoPersonId: kept.id }],
    notFound: [],
  })
  expect(await membership.ask(GetEmployment, { employmentId: employment.id }, { as })).toMatchObject({ personId: kept.id })
  const { items: terms } = await membership.ask(ListGovernanceTerms, { personId: merged.id }, { as })
  expect(terms).toMatchObject([{ id: term.id, personId: kept.id }])
})

test('employments that overlap in the same place become one, the kept one’s words winning', async () => {
  const urn = await given.school()
  const [merged, kept] = [await given.person(), await given.person()]
  const theirs = await given.employment(merged.id, [urn], { firstDay: '2023-09-01', lastDay: '2025-08-31', fte: 1 })
  const ours = await given.employment(kept.id, [urn], { firstDay: '2024-09-01', fte: 0.4 })
  await merge(merged.id, kept.id)

  const as = await nationalBody()
  const { items } = await membership.ask(ListEmployments, { personId: kept.id }, { as })
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({
    id: ours.id,
    firstDay: '2023-09-01',
    fte: 0.4,
    periods: [
      { firstDay: '2023-09-01', lastDay: '2024-08-31', fte: 1 },
      { firstDay: '2024-09-01', fte: 0.4 },
    ],
  })
  expect(items[0]).not.toHaveProperty('lastDay')
  expect(await membership.refusal(GetEmployment, { employmentId: theirs.id }, { as })).toMatchObject({ status: 404 })
  const [event] = await membership.emitted(PersonMerged, merged.id)
  expect(event?.data.unitedEmployments).toEqual([
    { employmentId: theirs.id, intoEmploymentId: ours.id, periods: items[0]!.periods.map(({ payrollNumber, ...period }) => period) },
  ])
})

test('one that bridges two of the kept record’s makes all three one; another category or school stays apart', async () => {
  const [urn, other] = [await given.school(), await given.school()]
  const [merged, kept] = [await given.person(), await given.person()]
  const first = await given.employment(kept.id, [urn], { firstDay: '2020-09-01', lastDay: '2021-08-31' })
  const second = await given.employment(kept.id, [urn], { firstDay: '2022-09-01', lastDay: '2023-08-31' })
  const bridge = await given.employment(merged.id, [urn], { firstDay: '2021-01-01', lastDay: '2022-12-31' })
  const lunchtimes = await given.employment(merged.id, [urn], { staffCategory: 'support-staff', firstDay: '2021-01-01' })
  const elsewhere = await given.employment(merged.id, [other], { firstDay: '2021-01-01' })
  await merge(merged.id, kept.id)
  const { items } = await membership.ask(ListEmployments, { personId: kept.id }, { as: await nationalBody() })
  expect(items.map(({ id, firstDay, lastDay }) => ({ id, firstDay, lastDay }))).toEqual([
    { id: first.id, firstDay: '2020-09-01', lastDay: '2023-08-31' },
    { id: lunchtimes.id, firstDay: '2021-01-01', lastDay: undefined },
    { id: elsewhere.id, firstDay: '2021-01-01', lastDay: undefined },
  ])
  const [event] = await membership.emitted(PersonMerged, merged.id)
  expect(event?.data.unitedEmployments.map((one) => [one.employmentId, one.intoEmploymentId]).sort()).toEqual(
    [
      [second.id, first.id],
      [bridge.id, first.id],
    ].sort(),
  )
})

test('terms on one board become one, no longer than a term can be', async () => {
  const urn = await given.school()
  const [merged, kept] = [await given.person(), await given.person()]
  const theirs = await given.term(merged.id, urn, { firstDay: '2022-09-01', lastDay: '2026-08-31' })
  const ours = await given.term(kept.id, urn, { firstDay: '2025-09-01', lastDay: '2029-08-31', category: 'co-opted' })
  await merge(merged.id, kept.id)
  const { items } = await membership.ask(ListGovernanceTerms, { personId: kept.id }, { as: await nationalBody() })
  expect(items).toMatchObject([{ id: ours.id, category: 'co-opted', firstDay: '2022-09-01', lastDay: '2026-08-31' }])
  const [event] = await membership.emitted(PersonMerged, merged.id)
  expect(event?.data.unitedTerms).toMatchObject([{ termId: theirs.id, into: { termId: ours.id, lastDay: '2026-08-31' } }])
})

test('what other parts hold of the person follows, too; an id merged twice leads to the last record', async () => {
  const vendor = newId()
  const urn = await given.school()
  const agreement = await given.sharing(vendor, { urn })
  const [first, second, third] = [await given.person(), await given.person(), await given.person()]
  await given.leftOut(agreement, first.id)
  await given.leftOut(agreement, second.id)
  await merge(first.id, second.id)
  await merge(second.id, third.id)
  const as = await nationalBody()
  expect(await membership.ask(GetPerson, { personId: first.id }, { as })).toMatchObject({ mergedInto: third.id })
  const { rows } = await sql<{ person_id: string }>`select distinct person_id from sharing_exclusion where client_id = ${vendor}`.execute(
    membership.sql,
  )
  expect(rows).toEqual([{ person_id: third.id }])
  const copy = await membership.ask(GetCopyOfPersonalData, { personId: first.id }, { as })
  expect(copy.held.map(({ what }) => what)).toContain('sharing-left-out')
})

test('refused: oneself, what was merged, two TRNs, what is not in view', async () => {
  const as = await nationalBody()
  const [a, b, c] = [await given.person('A', { trn: newTrn() }), await given.person('B', { trn: newTrn() }), await given.person('C')]
  const refusal = async (personId: string, into: string, token = as) =>
    (await membership.refusal(MergePeople, { personId, into }, { as: token })).type
  expect(await refusal(a.id, a.id)).toBe('/problems/same-person')
  expect(await refusal(a.id, b.id)).toBe('/problems/different-trns')
  expect(await refusal(a.id, newId())).toBe('/problems/no-such-person')
  expect(await refusal(a.id, c.id, await client(newId()))).toBe('/problems/no-such-person')
  await merge(c.id, a.id)
  expect(await membership.refusal(MergePeople, { personId: c.id, into: a.id }, { as })).toMatchObject({
    type: '/problems/person-was-merged',
    intoPersonId: a.id,
  })
  const start = {
    personId: c.id,
    urns: [await given.school()],
    employer: { kind: 'local-authority', reference: await given.localAuthority('909') },
    workingDays: ['monday'],
    fte: 1,
    staffCategory: 'teacher',
    firstDay: '2026-01-01',
  }
  expect(await membership.refusal(StartEmployment, start, { as })).toMatchObject({
    type: '/problems/person-was-merged',
    intoPersonId: a.id,
  })
  expect(await membership.emitted(PersonMerged, a.id)).toEqual([])
})
