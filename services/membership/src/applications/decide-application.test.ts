import {
  ApplicationApproved,
  ApplicationDeclined,
  ApplicationReturned,
  DecideApplication,
  DecideApplications,
  GetApplication,
  GetNetwork,
  KeepProgramme,
  ListCoLeaders,
  ListProgrammes,
  ListSchoolsOfNetwork,
  NetworkActivated,
  NetworkFormed,
  ProgrammeKept,
  ReviewApplication,
  SchoolInvited,
  SubmitApplication,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { acting, application, givenPerson, givenScene, leaves, submitted, theNationalBody } from '../../test/networks-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)

async function givenSubmitted() {
  const scene = await givenScene(membership)
  const { id } = await submitted(membership, application(scene))
  return { scene, applicationId: id as string }
}

/** Names of all that was said since, in order. */
async function saidSince(seq: number): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from event where seq > ${seq} order by seq`.execute(membership.sql)
  return rows.map(({ name }) => name.replace('membership.', ''))
}
const lastSaid = async () =>
  (await sql<{ seq: number }>`select coalesce(max(seq), 0)::int as seq from event`.execute(membership.sql)).rows[0]!.seq

describe('an approval', () => {
  test.each([true, false])('forms the network with its co-leaders and invites the founding schools (funded: %s)', async (funded) => {
    const { scene, applicationId } = await givenSubmitted()
    const as = await theNationalBody()
    await membership.ask(ReviewApplication, { applicationId }, { as })
    const before = await lastSaid()
    const approved = await membership.ask(
      DecideApplication,
      { applicationId, decision: funded ? 'approve-funded' : 'approve-unfunded' },
      { as },
    )
    expect(approved).toMatchObject({ state: 'approved', funded })
    const networkId = approved.networkId!
    expect(await saidSince(before)).toEqual(['application-approved', 'network-formed', ...scene.schools.map(() => 'school-invited')])

    expect(await membership.ask(GetNetwork, { networkId }, { as })).toMatchObject({
      state: 'forming',
      name: 'Barrow',
      funded,
      applicationId,
      version: 1,
    })
    const { items: coLeaders } = await membership.ask(ListCoLeaders, { networkId }, { as })
    expect(coLeaders.map(({ personId, urn }) => ({ personId, urn }))).toEqual(expect.arrayContaining(scene.coLeaders))
    expect(coLeaders).toHaveLength(2)
    const { items: invited } = await membership.ask(ListSchoolsOfNetwork, { networkId, state: 'invited' }, { as })
    expect(invited.map(({ urn, founding }) => ({ urn, founding }))).toEqual(
      [...scene.schools].sort().map((urn) => ({ urn, founding: true })),
    )
    expect(await membership.emitted(ApplicationApproved, applicationId)).toMatchObject([{ data: { funded, networkId } }])
    expect(await membership.emitted(NetworkFormed, networkId)).toMatchObject([
      { version: 1, data: { applicationId, kind: 'school-network', programmeCode: 'national', schools: scene.schools } },
    ])
  })

  test('asks the rules again: what was right when it was submitted may be wrong today', async () => {
    const { scene, applicationId } = await givenSubmitted()
    const [coLeader] = scene.coLeaders
    await leaves(membership, coLeader!.personId, '2020-07-31')
    const as = await theNationalBody()
    expect(await membership.refusal(DecideApplication, { applicationId, decision: 'approve-funded' }, { as })).toMatchObject({
      type: '/problems/co-leader-not-at-school',
      coLeaders: [coLeader],
    })
    expect(await membership.ask(GetApplication, { applicationId }, { as })).toMatchObject({ state: 'submitted', version: 2 })
    expect(await membership.emitted(ApplicationApproved, applicationId)).toEqual([])
  })

  test('of a professional network makes it active at once', async () => {
    const coordinator = { personId: await givenPerson(membership, { urns: [] }) }
    const { id } = await submitted(
      membership,
      application({ schools: [], coLeaders: [coordinator as never] }, { kind: 'professional-network', name: 'Engage' }),
    )
    const as = await theNationalBody()
    const { networkId } = await membership.ask(DecideApplication, { applicationId: id as string, decision: 'approve-unfunded' }, { as })
    expect(await membership.ask(GetNetwork, { networkId: networkId! }, { as })).toMatchObject({
      state: 'active',
      kind: 'professional-network',
    })
    expect(await membership.emitted(NetworkActivated, networkId)).toMatchObject([
      { version: 2, data: { schools: [], coLeaders: [coordinator] } },
    ])
  })
})

describe('a return', () => {
  test('says what is missing; the application is written and submitted again', async () => {
    const { scene, applicationId } = await givenSubmitted()
    const as = await theNationalBody()
    const decision = { applicationId, decision: 'return' as const, missing: ['focus' as const], words: 'What will change for pupils?' }
    expect(await membership.ask(DecideApplication, decision, { as })).toMatchObject({
      state: 'returned',
      missing: ['focus'],
      words: decision.words,
    })
    expect(await membership.emitted(ApplicationReturned, applicationId)).toMatchObject([{ data: { missing: ['focus'] } }])

    const applicant = await acting(scene.coLeaders[0]!.personId)
    expect(await membership.ask(SubmitApplication, { applicationId }, { as: applicant })).toMatchObject({ state: 'submitted' })
    const approved = await membership.ask(DecideApplication, { applicationId, decision: 'approve-funded' }, { as })
    expect(approved).not.toHaveProperty('missing')
    expect(approved).not.toHaveProperty('words')
  })

  test('without what is missing is refused', async () => {
    const { applicationId } = await givenSubmitted()
    expect(
      await membership.refusal(DecideApplication, { applicationId, decision: 'return' }, { as: await theNationalBody() }),
    ).toMatchObject({
      status: 422,
      type: '/problems/decision-incomplete',
      needs: 'missing',
    })
  })
})

describe('a refusal', () => {
  test('has its reason, and is final', async () => {
    const { applicationId } = await givenSubmitted()
    const as = await theNationalBody()
    const decline = { applicationId, decision: 'decline' as const }
    expect(await membership.refusal(DecideApplication, decline, { as })).toMatchObject({
      type: '/problems/decision-incomplete',
      needs: 'reason',
    })
    expect(await membership.ask(DecideApplication, { ...decline, reason: 'places-taken' }, { as })).toMatchObject({
      state: 'declined',
      reason: 'places-taken',
    })
    expect(await membership.emitted(ApplicationDeclined, applicationId)).toMatchObject([{ data: { reason: 'places-taken' } }])
    expect(await membership.refusal(DecideApplication, { ...decline, reason: 'other' }, { as })).toMatchObject({
      status: 409,
      state: 'declined',
    })
  })
})

test('nobody but the national body decides, and it decides under the version that it saw', async () => {
  const { scene, applicationId } = await givenSubmitted()
  const decision = { applicationId, decision: 'approve-funded' }
  expect(await membership.refusal(DecideApplication, decision, { as: await acting(scene.coLeaders[0]!.personId) })).toMatchObject({
    status: 403,
    scope: 'national-body',
  })
  expect(await membership.refusal(DecideApplication, decision, { as: await theNationalBody(), expectedVersion: 1 })).toMatchObject({
    status: 412,
    version: 2,
  })
  const unknown = { ...decision, applicationId: newId() }
  expect(await membership.refusal(DecideApplication, unknown, { as: await theNationalBody() })).toMatchObject({ status: 404 })
})

describe('many at once', () => {
  test('an item that is refused stops no other, and says why', async () => {
    const [good, broken, declined] = [await givenSubmitted(), await givenSubmitted(), await givenSubmitted()]
    await sql`update school set status = '2' where urn = ${broken.scene.schools[3]}`.execute(membership.sql)
    const unknown = newId()
    const items = [
      { applicationId: broken.applicationId, decision: 'approve-funded' as const },
      { applicationId: good.applicationId, decision: 'approve-unfunded' as const },
      { applicationId: unknown, decision: 'approve-funded' as const },
      { applicationId: declined.applicationId, decision: 'decline' as const, reason: 'other' as const },
      { applicationId: good.applicationId, decision: 'approve-funded' as const },
    ]
    const as = await theNationalBody()

    const rehearsed = await membership.ask(DecideApplications, { items, dryRun: true }, { as })
    expect(rehearsed).toMatchObject({ dryRun: true, decided: 2, refused: 3 })
    expect(await membership.ask(GetApplication, { applicationId: good.applicationId }, { as })).toMatchObject({
      state: 'submitted',
      version: 2,
    })
    expect(await membership.emitted(ApplicationApproved, good.applicationId)).toEqual([])

    const done = await membership.ask(DecideApplications, { items }, { as })
    expect(done).toMatchObject({
      dryRun: false,
      decided: 2,
      refused: 3,
      items: [
        {
          applicationId: broken.applicationId,
          outcome: 'refused',
          problem: { type: '/problems/schools-not-open', status: 422, urns: [broken.scene.schools[3]] },
        },
        { applicationId: good.applicationId, outcome: 'decided', state: 'approved' },
        { applicationId: unknown, outcome: 'refused', problem: { type: '/problems/no-such-application', status: 404 } },
        { applicationId: declined.applicationId, outcome: 'decided', state: 'declined' },
        {
          applicationId: good.applicationId,
          outcome: 'refused',
          problem: { type: '/problems/application-not-in-state', state: 'approved' },
        },
      ],
    })
    const outcomesBut = ({ items: outcomes }: typeof done) => outcomes.map(({ networkId: _, ...outcome }) => outcome)
    expect(outcomesBut(rehearsed)).toEqual(outcomesBut(done))
    expect(await membership.emitted(ApplicationApproved, good.applicationId)).toHaveLength(1)
    expect(await membership.emitted(NetworkFormed, done.items[1]!.networkId)).toHaveLength(1)
    expect((await membership.emitted(SchoolInvited)).filter(({ data }) => data.networkId === done.items[1]!.networkId)).toHaveLength(6)
  })

  test('two that are each right are decided each in their order', async () => {
    const [first, second] = [await givenSubmitted(), await givenSubmitted()]
    const items = [second, first].map(({ applicationId }) => ({ applicationId, decision: 'approve-funded' as const }))
    const { items: outcomes } = await membership.ask(DecideApplications, { items }, { as: await theNationalBody() })
    expect(outcomes.map(({ applicationId, outcome }) => [applicationId, outcome])).toEqual(
      items.map(({ applicationId }) => [applicationId, 'decided']),
    )
  })

  test('more than 200 are refused', async () => {
    const items = Array.from({ length: 201 }, () => ({ applicationId: newId(), decision: 'approve-funded' }))
    expect(await membership.refusal(DecideApplications, { items }, { as: await theNationalBody() })).toMatchObject({ status: 400 })
  })
})

test('a programme asks for its own number of schools', async () => {
  const as = await theNationalBody()
  const terms = { programmeCode: 'islands', name: 'Islands', minimumSchools: 4, agreementMonths: 12 }
  expect(await membership.ask(KeepProgramme, terms, { as })).toMatchObject({ code: 'islands', minimumSchools: 4, version: 1 })
  const scene = await givenScene(membership, { schools: 4 })
  expect(await submitted(membership, application(scene, { programmeCode: 'islands' }))).toMatchObject({ state: 'submitted' })
  expect(await membership.ask(KeepProgramme, { ...terms, minimumSchools: 5 }, { as, expectedVersion: 1 })).toMatchObject({ version: 2 })
  expect(await membership.refusal(KeepProgramme, terms, { as, expectedVersion: 1 })).toMatchObject({ status: 412 })
  await membership.ask(KeepProgramme, { ...terms, name: 'The islands', minimumSchools: 5 }, { as })
  expect((await membership.emitted(ProgrammeKept, 'islands')).map(({ data }) => data.minimumSchools)).toEqual([4, 5])
  const forSomebody = await token({ kind: 'national-body', scopes: ['national-body'], person: scene.coLeaders[0]!.personId })
  expect(await membership.refusal(KeepProgramme, terms, { as: forSomebody })).toMatchObject({ status: 403, scope: 'national-body' })
  const { items } = await membership.ask(ListProgrammes, {}, { as: await acting(scene.coLeaders[0]!.personId) })
  expect(items).toMatchObject([
    { code: 'islands', name: 'The islands', minimumSchools: 5, agreementMonths: 12 },
    { code: 'national', minimumSchools: 6, agreementMonths: 36 },
  ])
})
