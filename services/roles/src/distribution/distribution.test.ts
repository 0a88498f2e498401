import {
  GetNetworkDistribution,
  GetProgrammeDistribution,
  ListDistributionWarnings,
  ListNetworkDistribution,
  ListProgrammeDistribution,
  PauseAppointment,
} from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { confirmed, givenScene, givenTeacher, offered, type Scene } from '../../test/appointments-under-test.ts'
import { acting, givenGovernor, givenGroup, givenPartner, givenPerson, theClient, theNationalBody } from '../../test/known-under-test.ts'
import { roles as service } from '../service.ts'
import { concentration, counted } from './concentration.ts'

const roles = testService(service)
let scene: Scene
let trustId: string

/** From 2 November: five at the third school, of which its head holds one; one each at the first two, a new teacher's; a governor; a partner. */
beforeAll(async () => {
  await roles.clock.set('2026-10-26T12:00:00Z')
  scene = await givenScene(roles)
  const [first, second] = scene.schools as [string, string, string]
  trustId = await givenGroup(roles, 'multi-academy-trust', [scene.urn])
  await confirmedAt(scene.urn, 'head-teacher', 'coach')
  for (let n = 0; n < 4; n++) await confirmedAt(scene.urn, 'teacher', n === 0 ? 'ict-innovator' : 'coach')
  await confirmedAt(first, 'early-career-teacher', 'coach')
  await confirmedAt(second, 'middle-leader', 'coach')
  const governor = await givenPerson(roles)
  await givenGovernor(roles, governor, { urn: first })
  const of = { ...scene, personId: governor, holder: await acting(governor) }
  await confirmed(roles, of, {
    roleCode: 'steering-member',
    affiliation: 'governance',
    urn: first,
    minutesPerWeek: 0,
    firstDay: '2026-11-02',
  })
  const partner = await givenPartner(roles)
  const ofPartner = { ...scene, personId: partner.personId, holder: await acting(partner.personId) }
  await confirmed(roles, ofPartner, {
    roleCode: 'critical-friend',
    organisationId: partner.organisationId,
    urn: undefined,
    minutesPerWeek: 0,
    firstDay: '2026-11-02',
  })
  // Neither is held: one is paused, one only offered.
  const paused = await confirmedAt(second, 'teacher', 'coach')
  await roles.ask(PauseAppointment, { appointmentId: paused, firstDay: '2026-11-03' }, { as: scene.manager })
  await offered(
    roles,
    { ...scene, ...(await givenTeacher(roles, second)), urn: second },
    { roleCode: 'coach', minutesPerWeek: 0, firstDay: '2026-11-02' },
  )
  await roles.clock.set('2026-11-09T12:00:00Z')
})

type Category = 'head-teacher' | 'teacher' | 'early-career-teacher' | 'middle-leader'
async function confirmedAt(urn: string, category: Category, roleCode: string): Promise<string> {
  const teacher = category === 'head-teacher' ? undefined : await givenTeacher(roles, urn, { category })
  const personId = teacher?.personId ?? scene.heads.get(urn)!
  const of = { ...scene, personId, holder: await acting(personId), urn, head: await acting(scene.heads.get(urn)!) }
  const minutesPerWeek = roleCode === 'ict-innovator' ? 120 : 0
  return (await confirmed(roles, of, { roleCode, minutesPerWeek, firstDay: '2026-11-02' })).id
}
const seen = async (asAt?: string) =>
  roles.ask(GetNetworkDistribution, { networkId: scene.networkId, ...(asAt && { asAt }) }, { as: scene.manager })

describe('of a network', () => {
  test('leadership is counted by school, trust, category, heads and new teachers: what is held, not what is paused or offered', async () => {
    const [first, second] = scene.schools as [string, string, string]
    // Two co-leaders are appointed with the network: one at each of the first two schools.
    const whole = await seen()
    expect(whole).toMatchObject({ asAt: '2026-11-09', appointments: 11, people: 11, minutesPerWeek: 120, schoolsInNetwork: 3 })
    expect(whole.bySchool.map(({ urn, appointments, proportion }) => [urn, appointments, proportion])).toEqual([
      [scene.urn, 5, 0.4545],
      [first, 3, 0.2727],
      [second, 2, 0.1818],
    ])
    expect(whole.byTrust).toEqual([{ groupId: trustId, appointments: 5, people: 5, minutesPerWeek: 120, proportion: 0.4545 }])
    expect(Object.fromEntries(whole.byCategory.map(({ staffCategory, appointments }) => [staffCategory, appointments]))).toEqual({
      teacher: 6,
      'head-teacher': 1,
      'early-career-teacher': 1,
      'middle-leader': 1,
      governor: 1,
      partner: 1,
    })
    expect(whole).toMatchObject({ heads: { appointments: 1 }, earlyCareer: { appointments: 1 } })
    expect(whole.others).toEqual({ schools: 0, trusts: 0, withoutSchool: 1, withoutTrust: 6 })
    // Of ten held through schools: 5, 3 and 2.
    expect(whole.schools).toEqual({ index: 0.38, largest: 0.5, among: 3 })
    expect(whole.trusts).toEqual({ index: 0.38, largest: 0.5, among: 3 })
    expect(whole.warnings).toEqual([])
  })

  test('it is as of any day', async () => {
    expect(await seen('2026-10-31')).toMatchObject({ appointments: 2, schools: { index: 0.5, among: 2 }, warnings: [] })
    expect(await seen('2026-11-02')).toMatchObject({ appointments: 12 })
    expect(await seen('1999-01-01')).toMatchObject({
      appointments: 0,
      people: 0,
      bySchool: [],
      schools: { index: 0, largest: 0, among: 0 },
      warnings: [],
    })
  })

  test('it is seen by its co-leaders and the national body; for others there is no such network', async () => {
    const input = { networkId: scene.networkId }
    expect(await roles.ask(GetNetworkDistribution, input, { as: await theNationalBody() })).toMatchObject({ appointments: 11 })
    const days = { firstDay: '2026-09-01', lastDay: '2026-12-31' }
    for (const as of [scene.head, await theClient(newId())]) {
      expect(await roles.refusal(GetNetworkDistribution, input, { as })).toMatchObject({ status: 404, type: '/problems/no-such-network' })
      expect(await roles.refusal(ListNetworkDistribution, { ...input, ...days }, { as })).toMatchObject({
        status: 404,
        type: '/problems/no-such-network',
      })
    }
    expect(await roles.refusal(GetNetworkDistribution, { networkId: newId() }, { as: await theNationalBody() })).toMatchObject({
      status: 404,
    })
  })

  test('over time it has a point for each term or month, up to 60 of them', async () => {
    const series = async (input: object) =>
      (
        await roles.ask(
          ListNetworkDistribution,
          { networkId: scene.networkId, firstDay: '2026-09-01', lastDay: '2027-08-31', ...input },
          { as: scene.manager },
        )
      ).items
    expect((await series({})).map(({ asAt, appointments }) => [asAt, appointments])).toEqual([
      ['2026-12-18', 11],
      ['2027-03-26', 11],
      ['2027-07-16', 11],
    ])
    const months = await series({ by: 'month', firstDay: '2026-10-31', lastDay: '2027-02-27' })
    expect(months.map(({ asAt }) => asAt)).toEqual(['2026-10-31', '2026-11-30', '2026-12-31', '2027-01-31'])
    expect(months[0]).toMatchObject({
      appointments: 2,
      schools: { index: 0.5, largest: 0.5, among: 2 },
      heads: 0,
      earlyCareer: 0,
      warnings: [],
    })
    const { appointments, people, minutesPerWeek, schools, trusts } = await seen('2026-11-30')
    expect(months[1]).toEqual({
      asAt: '2026-11-30',
      appointments,
      people,
      minutesPerWeek,
      schools,
      trusts,
      heads: 0.0909,
      earlyCareer: 0.0909,
      warnings: [],
    })
    const refused = (input: object) =>
      roles.refusal(
        ListNetworkDistribution,
        { networkId: scene.networkId, firstDay: '2026-09-01', lastDay: '2027-08-31', ...input },
        { as: scene.manager },
      )
    const tooLong = { status: 422, type: '/problems/series-too-long' }
    expect(await refused({ by: 'month', lastDay: '2031-09-30' })).toMatchObject({ ...tooLong, points: 61 })
    expect(await refused({ firstDay: '2002-09-01', lastDay: '2099-12-31' })).toMatchObject({ ...tooLong, points: 61 })
    expect(await refused({ lastDay: '9999-12-31' })).toMatchObject({ status: 400, errors: [{ at: '/lastDay' }] })
    expect(await refused({ lastDay: '2026-08-31' })).toMatchObject(tooLong)
    expect(await series({ by: 'month', lastDay: '2031-08-31' })).toHaveLength(60)
    expect(await series({ firstDay: '2000-01-01', lastDay: '2000-02-01' })).toEqual([])
  })
})

describe('a plain warning', () => {
  test('says when one school, one trust or heads hold more than half', async () => {
    const other = await givenScene(roles, { schools: 4 })
    const trust = await givenGroup(roles, 'single-academy-trust', [other.urn])
    const [, , third] = other.schools as [string, string, string, string]
    const mine = scene
    scene = other
    await roles.clock.set('2026-10-26T12:00:00Z')
    await confirmedAt(other.urn, 'head-teacher', 'coach')
    await confirmedAt(third, 'head-teacher', 'coach')
    const even = await roles.ask(GetNetworkDistribution, { networkId: other.networkId, asAt: '2026-11-09' }, { as: other.manager })
    // Two of four are no more than half.
    expect(even).toMatchObject({ appointments: 4, heads: { proportion: 0.5 }, warnings: [] })
    await confirmedAt(third, 'head-teacher', 'consultant')
    await confirmedAt(other.urn, 'head-teacher', 'consultant')
    for (const role of ['facilitator', 'lead-walker', 'moderator']) await confirmedAt(other.urn, 'head-teacher', role)
    scene = mine
    await roles.clock.set('2026-11-09T12:00:00Z')
    const { warnings } = await roles.ask(GetNetworkDistribution, { networkId: other.networkId }, { as: other.manager })
    expect(warnings).toEqual([
      {
        kind: 'one-school',
        sentence: `One school, URN ${other.urn}, holds 5 of 9 leadership roles (56%), more than half. 4 schools belong to the network.`,
        proportion: 0.5556,
        threshold: 0.5,
        urn: other.urn,
      },
      {
        kind: 'one-trust',
        sentence: 'The schools of one trust hold 5 of 9 leadership roles (56%), more than half. 1 of the network’s 4 schools are its.',
        proportion: 0.5556,
        threshold: 0.5,
        groupId: trust,
      },
      {
        kind: 'heads',
        sentence: 'Head teachers hold 7 of 9 leadership roles (78%), more than half. Roles that heads hand over let others lead.',
        proportion: 0.7778,
        threshold: 0.5,
      },
    ])
    const listed = await roles.ask(ListDistributionWarnings, {}, { as: await theNationalBody() })
    expect(listed.items).toEqual([{ networkId: other.networkId, warnings }])
    const points = await roles.ask(
      ListNetworkDistribution,
      { networkId: other.networkId, firstDay: '2026-10-01', lastDay: '2026-11-30', by: 'month' },
      { as: other.manager },
    )
    expect(points.items.map((point) => point.warnings)).toEqual([[], ['one-school', 'one-trust', 'heads']])
    expect((await roles.ask(ListDistributionWarnings, { asAt: '2026-10-31' }, { as: await theNationalBody() })).items).toEqual([])
    expect((await roles.ask(ListDistributionWarnings, { programmeCode: 'another' }, { as: await theNationalBody() })).items).toEqual([])
  })
})

describe('of the whole programme', () => {
  test('it is the sum over all networks, for the national body', async () => {
    const as = await theNationalBody()
    const whole = await roles.ask(GetProgrammeDistribution, { asAt: '2026-11-09' }, { as })
    expect(whole).toMatchObject({ appointments: 20 })
    expect(whole).not.toHaveProperty('schoolsInNetwork')
    expect(await roles.ask(GetProgrammeDistribution, { programmeCode: 'national' }, { as })).toMatchObject({ appointments: 20 })
    expect(await roles.ask(GetProgrammeDistribution, { programmeCode: 'another' }, { as })).toMatchObject({ appointments: 0 })
    const days = { firstDay: '2026-10-01', lastDay: '2026-11-30', by: 'month' as const }
    const { items } = await roles.ask(ListProgrammeDistribution, days, { as })
    expect(items.map(({ appointments }) => appointments)).toEqual([4, 20])
    expect(await roles.refusal(ListProgrammeDistribution, { ...days, lastDay: '2099-01-01' }, { as })).toMatchObject({
      type: '/problems/series-too-long',
    })
  })

  test('to others it looks like none', async () => {
    const days = { firstDay: '2026-10-01', lastDay: '2026-11-30' }
    for (const as of [scene.manager, await theClient(newId())])
      for (const [operation, input] of [
        [GetProgrammeDistribution, {}],
        [ListProgrammeDistribution, days],
        [ListDistributionWarnings, {}],
      ] as const)
        expect(await roles.refusal(operation, input, { as })).toMatchObject({ status: 404, type: '/problems/no-such-distribution' })
  })
})

describe('the index of concentration', () => {
  const counts = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 50 })

  test('lies between 1/n and 1, is 1/n where all have equally many, and grows where one takes from a smaller one', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const { index, largest, among } = concentration(counted(all))
        expect(among).toBe(all.length)
        expect(index).toBeGreaterThanOrEqual(Math.floor(10_000 / all.length) / 10_000)
        expect(index).toBeLessThanOrEqual(largest + 0.0001)
        const sorted = all.toSorted((a, b) => a - b)
        const taken = [...sorted.slice(1, -1), sorted[0]! - 1, sorted.at(-1)! + 1]
        if (all.length > 1) expect(concentration(counted(taken)).index).toBeGreaterThanOrEqual(index)
      }),
    )
    expect(concentration(counted([3, 3, 3, 3]))).toEqual({ index: 0.25, largest: 0.25, among: 4 })
    expect(concentration(counted([7]))).toEqual({ index: 1, largest: 1, among: 1 })
    expect(concentration(counted([]))).toEqual({ index: 0, largest: 0, among: 0 })
  })
})
