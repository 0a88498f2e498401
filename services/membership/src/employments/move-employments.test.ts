import { EmploymentEnded, GetEmployment, ListEmployments } from '@nlc/contracts/membership'
import { testService } from '@nlc/testing'
import { expect, test } from 'vitest'
import { nationalBody, peopleUnderTest } from '../../test/people-under-test.ts'
import { membership as service } from '../service.ts'
import { moveEmployments } from './move-employments.ts'

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

test('a succession moves employments without an end and a start, to the employer of the successor; two that meet become one', async () => {
  const [old, successor, third] = [await given.school(), await given.school(), await given.school()]
  const trust = await given.trust([successor])
  const employer = { kind: 'local-authority' as const, reference: await given.localAuthority('909') }
  const person = await given.person()
  const alone = await given.employment(person.id, [old], { employer })
  const both = await given.employment((await given.person()).id, [old, third], { employer })
  const twice = await given.person()
  const first = await given.employment(twice.id, [old], { employer: { kind: 'governing-body', reference: old }, fte: 0.4 })
  const second = await given.employment(twice.id, [successor], {
    employer: { kind: 'trust', reference: trust },
    fte: 0.5,
    firstDay: '2025-01-01',
  })
  const gone = await given.employment((await given.person()).id, [old], { employer, lastDay: '2026-08-31' })

  await moveEmployments(membership.sql, { urn: old, successorUrn: successor, firstDay: '2026-09-01' })

  const as = await nationalBody()
  const got = (employmentId: string) => membership.ask(GetEmployment, { employmentId, asAt: '2026-09-01' }, { as })
  expect(await got(alone.id)).toMatchObject({
    version: 2,
    urns: [successor],
    employer: { kind: 'trust', reference: trust },
    periods: [{ urns: [old], employer, lastDay: '2026-08-31' }, {}],
  })
  expect(await got(both.id)).toMatchObject({ urns: [successor, third], employer })
  expect(await got(first.id)).toMatchObject({ urns: [successor], fte: 0.9, firstDay: '2024-09-01' })
  expect(await membership.refusal(GetEmployment, { employmentId: second.id }, { as })).toMatchObject({ status: 404 })
  expect(await got(gone.id)).toMatchObject({ version: 1, urns: [old] })
  const at = async (urn: string, asAt: string) => (await membership.ask(ListEmployments, { urn, asAt }, { as })).items.length
  expect([await at(old, '2026-08-31'), await at(old, '2026-09-01'), await at(successor, '2026-09-01')]).toEqual([4, 0, 3])
  expect(await membership.emitted(EmploymentEnded)).not.toContainEqual(expect.objectContaining({ aggregateId: alone.id }))
})
