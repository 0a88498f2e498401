import {
  ChangeEmployment,
  CorrectEmployment,
  EndEmployment,
  GetEmployment,
  ListEmployments,
  StartEmployment,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { describe, expect, test } from 'vitest'
import { client, peopleUnderTest } from '../../test/people-under-test.ts'
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

describe('who keeps employments', () => {
  test('a client those of schools that share with it; what it does not keep looks like nothing', async () => {
    const [vendor, stranger] = [newId(), newId()]
    const [shared, apart] = [await given.school({ sharesWith: [vendor] }), await given.school()]
    const { person, employment } = await given.staff(shared, vendor)
    const [as, other] = [await client(vendor), await client(stranger)]
    const unseen = await membership.refusal(
      EndEmployment,
      { employmentId: employment.id, lastDay: '2026-01-01', reason: 'left' },
      { as: other },
    )
    expect(unseen).toEqual(
      await membership.refusal(EndEmployment, { employmentId: newId(), lastDay: '2026-01-01', reason: 'left' }, { as: other }),
    )
    expect(await membership.refusal(StartEmployment, starting(person.id, [shared, apart]), { as })).toMatchObject({
      type: '/problems/no-such-workplace',
      urns: [apart],
    })
    expect(
      await membership.refusal(ChangeEmployment, { employmentId: employment.id, firstDay: '2025-01-01', urns: [shared, apart] }, { as }),
    ).toMatchObject({ urns: [apart] })
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
    const list = async (token: string) =>
      (await membership.ask(ListEmployments, { personId: person.id }, { as: token })).items.map(({ id }) => id)
    expect(await list(as)).toEqual([employment.id, elsewhere.id])
    expect(await list(await client(vendor))).toEqual([employment.id])
    await given.leftOut(agreement, person.id)
    expect(await list(await client(vendor))).toEqual([])
    expect(await list(as)).toEqual([])
    expect(await membership.refusal(GetEmployment, { employmentId: employment.id }, { as: await client(vendor) })).toMatchObject({
      status: 404,
    })
  })
})
