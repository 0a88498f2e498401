import {
  DelegateForGroup,
  DelegateForSchool,
  DelegationRevoked,
  EndEmployment,
  ListDelegations,
  ListGroupSignatories,
  ListSchoolSignatories,
  RevokeDelegation,
  SignatoryDelegated,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { describe, expect, test } from 'vitest'
import { acting, client, nationalBody, peopleUnderTest } from '../../test/people-under-test.ts'
import { plusDays } from '../employments/day.ts'
import { membership as service } from '../service.ts'
import { signatoriesForRelease } from '../standing.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)
const today = () => new Date().toISOString().slice(0, 10)
const evidence = { text: 'Minute 7 of the governing body', reference: 'https://abbey.example/minutes/7' }

const signatories = async (urn: string, asAt?: string) =>
  (await membership.ask(ListSchoolSignatories, { urn, asAt }, { as: await nationalBody() })).items.map(({ personId, ground }) => [
    personId,
    ground,
  ])
const chair = async (urn: string, said: object = {}) => {
  const person = await given.person('Chair')
  await given.term(person.id, urn, { category: 'co-opted', office: 'chair', firstDay: '2024-09-01', lastDay: '2028-08-31', ...said })
  return person.id
}

describe('who signs for a school', () => {
  test('its head; an executive head for each of several schools; nobody for another', async () => {
    const [a, b, c] = [await given.school(), await given.school(), await given.school()]
    const head = await given.staff(a, newId(), 'head-teacher')
    const executive = await given.person()
    await given.employment(executive.id, [a, b], { staffCategory: 'head-teacher' })
    await given.staff(c, newId(), 'teacher')
    expect((await signatories(a)).sort()).toEqual(
      [
        [head.person.id, 'head-teacher'],
        [executive.id, 'head-teacher'],
      ].sort(),
    )
    expect(await signatories(b)).toEqual([[executive.id, 'head-teacher']])
    expect(await signatories(c)).toEqual([])
    expect(await signatories(b, '2024-08-31')).toEqual([])
  })

  test('while there is no head, the chair of governors, also of the federation; else the trust', async () => {
    const [school, federated, academy] = [await given.school(), await given.school(), await given.school()]
    const chairOf = await chair(school)
    const head = await given.staff(school, newId(), 'head-teacher')
    expect(await signatories(school)).toEqual([[head.person.id, 'head-teacher']])
    await membership.ask(
      EndEmployment,
      { employmentId: head.employment.id, lastDay: plusDays(today(), -1), reason: 'left' },
      { as: await nationalBody() },
    )
    expect(await signatories(school)).toEqual([[chairOf, 'chair-of-governors']])
    const vice = await given.person()
    await given.term(vice.id, school, { office: 'vice-chair' })
    expect(await signatories(school)).toHaveLength(1)

    const federation = await given.trust([federated], 'federation')
    const federal = await chair(federated, { board: { kind: 'group', reference: federation } })
    expect(await signatories(federated)).toEqual([[federal, 'chair-of-governors']])

    const trust = await given.trust([academy])
    const chief = await given.person()
    await given.employment(chief.id, [], { employer: { kind: 'trust', reference: trust }, staffCategory: 'head-teacher' })
    expect(await signatories(academy)).toEqual([[chief.id, 'trust']])
    expect(await signatories(academy, '2024-08-31')).toEqual([])
  })

  test('as seen by a client, without those who are left out; of a school not in view, as of none', async () => {
    const vendor = newId()
    const urn = await given.school()
    const agreement = await given.sharing(vendor, { urn })
    const { person } = await given.staff(urn, vendor, 'head-teacher')
    const as = await client(vendor)
    expect((await membership.ask(ListSchoolSignatories, { urn }, { as })).items).toHaveLength(1)
    await given.leftOut(agreement, person.id)
    expect((await membership.ask(ListSchoolSignatories, { urn }, { as })).items).toEqual([])
    const stranger = await client(newId())
    expect(await membership.refusal(ListSchoolSignatories, { urn }, { as: stranger })).toEqual(
      await membership.refusal(ListSchoolSignatories, { urn: '000001' }, { as: stranger }),
    )
    const trust = await given.trust([urn])
    expect((await membership.ask(ListGroupSignatories, { groupId: trust }, { as })).items).toEqual([])
    expect(await membership.refusal(ListGroupSignatories, { groupId: trust }, { as: stranger })).toEqual(
      await membership.refusal(ListGroupSignatories, { groupId: newId() }, { as: stranger }),
    )
  })
})

describe('a delegation', () => {
  test('is a head’s to give and to revoke, dated, with evidence; a delegate does not delegate further', async () => {
    const vendor = newId()
    const urn = await given.school({ sharesWith: [vendor] })
    const head = await given.staff(urn, vendor, 'head-teacher')
    const deputy = await given.staff(urn, vendor, 'deputy-or-assistant-head')
    const given1 = await membership.ask(
      DelegateForSchool,
      { urn, personId: deputy.person.id, firstDay: today(), lastDay: plusDays(today(), 30), evidence },
      { as: head.as },
    )
    expect(given1).toMatchObject({ urn, personId: deputy.person.id, evidence, delegatedBy: head.person.id, version: 1 })
    const [event] = await membership.emitted(SignatoryDelegated, given1.id)
    expect(event?.data).toEqual({
      delegationId: given1.id,
      urn,
      personId: deputy.person.id,
      firstDay: today(),
      lastDay: plusDays(today(), 30),
    })
    expect(await signatories(urn)).toContainEqual([deputy.person.id, 'delegation'])
    expect(await signatories(urn, plusDays(today(), 31))).not.toContainEqual([deputy.person.id, 'delegation'])

    const further = { urn, personId: head.person.id, firstDay: today(), evidence }
    expect(await membership.refusal(DelegateForSchool, further, { as: deputy.as })).toMatchObject({
      status: 403,
      type: '/problems/delegate-cannot-delegate',
    })
    const teacher = await given.staff(urn, vendor)
    for (const as of [teacher.as, await client(vendor), await acting(newId(), head.person.id)]) {
      expect(await membership.refusal(DelegateForSchool, further, { as })).toMatchObject({
        status: 404,
        type: '/problems/no-such-school-to-sign-for',
      })
      expect(await membership.refusal(RevokeDelegation, { delegationId: given1.id }, { as })).toMatchObject({
        type: '/problems/no-such-delegation',
      })
    }
    expect(
      await membership.refusal(RevokeDelegation, { delegationId: given1.id, lastDay: plusDays(today(), 31) }, { as: head.as }),
    ).toMatchObject({ type: '/problems/revocation-outside-delegation' })
    expect(
      await membership.refusal(RevokeDelegation, { delegationId: given1.id, lastDay: plusDays(today(), -9) }, { as: head.as }),
    ).toMatchObject({ type: '/problems/revocation-outside-delegation' })
    const revoked = await membership.ask(RevokeDelegation, { delegationId: given1.id }, { as: head.as, expectedVersion: 1 })
    expect(revoked).toMatchObject({ version: 2, revokedOn: today(), lastDay: plusDays(today(), -1) })
    expect(await signatories(urn)).toEqual([[head.person.id, 'head-teacher']])
    expect((await membership.emitted(DelegationRevoked, given1.id)).map(({ data }) => data.lastDay)).toEqual([plusDays(today(), -1)])
    expect(await membership.refusal(RevokeDelegation, { delegationId: given1.id }, { as: head.as })).toMatchObject({
      type: '/problems/delegation-over',
    })
    expect((await membership.ask(ListDelegations, { urn }, { as: await client(vendor) })).items).toEqual([revoked])
    expect((await membership.ask(ListDelegations, { urn }, { as: await client(newId()) })).items).toEqual([])
  })

  test('holds only while the person works at the school or its trust, or governs it', async () => {
    const urn = await given.school()
    const trust = await given.trust([urn])
    const as = await nationalBody()
    const delegate = async (personId: string) =>
      membership.ask(DelegateForSchool, { urn, personId, firstDay: '2025-01-01', evidence }, { as })
    const stranger = await given.person()
    await delegate(stranger.id)
    const central = await given.person()
    await given.employment(central.id, [], { employer: { kind: 'trust', reference: trust }, staffCategory: 'support-staff' })
    await delegate(central.id)
    const leaver = await given.staff(urn, newId())
    await delegate(leaver.person.id)
    await membership.ask(EndEmployment, { employmentId: leaver.employment.id, lastDay: today(), reason: 'left' }, { as })
    const names = async (day: string) => (await signatories(urn, day)).map(([personId]) => personId).sort()
    expect(await names(today())).toEqual([central.id, leaver.person.id].sort())
    expect(await names(plusDays(today(), 1))).toEqual([central.id])
  })

  test('for a group is its head’s; its signatories sign for the trust', async () => {
    const vendor = newId()
    const urn = await given.school({ sharesWith: [vendor] })
    const trust = await given.trust([urn])
    const chief = await given.person()
    await given.employment(chief.id, [], { employer: { kind: 'trust', reference: trust }, staffCategory: 'head-teacher' })
    const { person } = await given.staff(urn, vendor)
    const asked = { groupId: trust, personId: person.id, firstDay: today(), evidence }
    expect(await membership.refusal(DelegateForGroup, asked, { as: await client(vendor) })).toMatchObject({
      type: '/problems/no-such-group-to-sign-for',
    })
    expect(await membership.refusal(DelegateForGroup, { ...asked, lastDay: '2020-01-01' }, { as: await nationalBody() })).toMatchObject({
      type: '/problems/delegation-backwards',
    })
    expect(await membership.refusal(DelegateForGroup, { ...asked, personId: newId() }, { as: await nationalBody() })).toMatchObject({
      type: '/problems/no-such-person',
    })
    await membership.ask(DelegateForGroup, asked, { as: await acting(vendor, chief.id) })
    const { items } = await membership.ask(ListGroupSignatories, { groupId: trust }, { as: await client(vendor) })
    expect(items.map(({ personId, ground }) => [personId, ground])).toEqual([
      [person.id, 'delegation'],
      [chief.id, 'head-teacher'],
    ])
  })
})

test('time is released by the school’s signatories, a head’s own by the employer, nobody’s by themselves', async () => {
  const [maintained, academy] = [await given.school(), await given.school()]
  const trust = await given.trust([academy])
  const chief = await given.person()
  await given.employment(chief.id, [], { employer: { kind: 'trust', reference: trust }, staffCategory: 'head-teacher' })
  const head = await given.staff(maintained, newId(), 'head-teacher')
  const chairOf = await chair(maintained)
  const teacher = await given.staff(maintained, newId())
  const academyHead = await given.person()
  await given.employment(academyHead.id, [academy], { employer: { kind: 'trust', reference: trust }, staffCategory: 'head-teacher' })
  const released = (personId: string, urn: string) => signatoriesForRelease(membership.sql, { personId, urn }, today())
  expect(await released(teacher.person.id, maintained)).toEqual([head.person.id])
  expect(await released(head.person.id, maintained)).toEqual([chairOf])
  expect(await released(academyHead.id, academy)).toEqual([chief.id])
})
