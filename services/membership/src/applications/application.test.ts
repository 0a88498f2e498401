import {
  ApplicationDrafted,
  ApplicationSubmitted,
  ApplicationUnderReview,
  ApplicationWithdrawn,
  DecideApplication,
  DraftApplication,
  GetApplication,
  GetCopyOfPersonalData,
  ListApplications,
  ReviewApplication,
  ReviseApplication,
  SubmitApplication,
  WithdrawApplication,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import {
  acting,
  application,
  employ,
  givenGroup,
  givenPerson,
  givenScene,
  givenSchools,
  submitted,
  theClient,
  theNationalBody,
} from '../../test/networks-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)

async function drafted(input: Parameters<typeof submitted>[1]) {
  const as = await acting(input.coLeaders[0]?.personId ?? (await givenPerson(membership, { urns: [] })))
  return { as, applicationId: (await membership.ask(DraftApplication, input, { as })).id }
}

/** Drafts it and has it refused. */
async function refusalOf(input: Parameters<typeof submitted>[1]) {
  const { as, applicationId } = await drafted(input)
  const refusal = await membership.refusal(SubmitApplication, { applicationId }, { as })
  expect(await membership.emitted(ApplicationSubmitted, applicationId)).toEqual([])
  return refusal
}

describe('a draft', () => {
  test('is made by a person, and says so once', async () => {
    const scene = await givenScene(membership)
    const { as, applicationId } = await drafted(application(scene))
    expect(await membership.ask(GetApplication, { applicationId }, { as })).toMatchObject({
      state: 'draft',
      programmeCode: 'national',
      applicantId: scene.coLeaders[0]!.personId,
      version: 1,
    })
    expect(await membership.emitted(ApplicationDrafted, applicationId)).toHaveLength(1)
    expect(await membership.refusal(DraftApplication, application(scene), { as: await theNationalBody() })).toMatchObject({
      type: '/problems/needs-person',
    })
  })

  test('of an unknown programme is refused', async () => {
    const scene = await givenScene(membership)
    const as = await acting(scene.coLeaders[0]!.personId)
    expect(await membership.refusal(DraftApplication, application(scene, { programmeCode: 'none-such' }), { as })).toMatchObject({
      type: '/problems/no-such-programme',
      programmeCode: 'none-such',
    })
  })

  test('is seen and written by the applicant and the co-leaders whom it names, and by nobody else', async () => {
    const scene = await givenScene(membership)
    const { as, applicationId } = await drafted(application(scene))
    const coLeader = await acting(scene.coLeaders[1]!.personId)
    const revised = await membership.ask(ReviseApplication, { applicationId, ...application(scene, { name: 'Furness' }) }, { as: coLeader })
    expect(revised).toMatchObject({ name: 'Furness', version: 2 })
    expect(await membership.ask(GetApplication, { applicationId }, { as })).toMatchObject({ name: 'Furness' })

    const strangers = [await theNationalBody(), await acting(scene.heads.get(scene.schools[0]!)!), await theClient('portal')]
    for (const stranger of strangers) {
      expect(await membership.refusal(GetApplication, { applicationId }, { as: stranger })).toMatchObject({
        status: 404,
        type: '/problems/no-such-application',
      })
      const write = { applicationId, ...application(scene) }
      expect(await membership.refusal(ReviseApplication, write, { as: stranger })).toMatchObject({ type: '/problems/no-such-application' })
      expect(await membership.refusal(SubmitApplication, { applicationId }, { as: stranger })).toMatchObject({
        type: '/problems/no-such-application',
      })
      const { items } = await membership.ask(ListApplications, { limit: 200 }, { as: stranger })
      expect(items.map(({ id }) => id)).not.toContain(applicationId)
    }
  })

  test('is followed through a merge of records: who is the applicant now still writes it', async () => {
    const scene = await givenScene(membership)
    const { applicationId } = await drafted(application(scene))
    const twin = await givenPerson(membership, { urns: [scene.schools[0]!] })
    await sql`update person set merged_into = ${twin}, family_name = null where id = ${scene.coLeaders[0]!.personId}`.execute(
      membership.sql,
    )
    expect(await membership.ask(GetApplication, { applicationId }, { as: await acting(twin) })).toMatchObject({ id: applicationId })
  })

  test('under a stale version is not written', async () => {
    const scene = await givenScene(membership)
    const { as, applicationId } = await drafted(application(scene))
    const write = { applicationId, ...application(scene) }
    expect(await membership.refusal(ReviseApplication, write, { as, expectedVersion: 7 })).toMatchObject({ status: 412, version: 1 })
  })
})

describe('submitting asks rule 1', () => {
  test('and keeps who and where', async () => {
    const scene = await givenScene(membership)
    const { id, state, submittedAt } = await submitted(membership, application(scene))
    expect({ state, submittedAt: typeof submittedAt }).toEqual({ state: 'submitted', submittedAt: 'string' })
    expect(await membership.emitted(ApplicationSubmitted, id as string)).toMatchObject([
      { version: 2, data: { schools: scene.schools, coLeaders: scene.coLeaders, programmeCode: 'national', kind: 'school-network' } },
    ])
  })

  test('at least 2 co-leaders', async () => {
    const scene = await givenScene(membership)
    expect(await refusalOf(application({ ...scene, coLeaders: scene.coLeaders.slice(0, 1) }))).toMatchObject({
      status: 422,
      type: '/problems/too-few-co-leaders',
      named: 1,
      minimum: 2,
    })
  })

  test('from at least 2 schools', async () => {
    const scene = await givenScene(membership)
    const [urn] = scene.schools as [string]
    const personIds = [scene.coLeaders[0]!.personId, await givenPerson(membership, { urns: [urn] })]
    expect(await refusalOf(application({ ...scene, coLeaders: personIds.map((personId) => ({ personId, urn })) }))).toMatchObject({
      status: 422,
      type: '/problems/co-leaders-from-one-school',
      title: 'The co-leaders must come from at least 2 schools.',
      urn,
      personIds,
    })
  })

  test('no school supplies more than half of them', async () => {
    const scene = await givenScene(membership)
    const [urn] = scene.schools as [string]
    const second = { personId: await givenPerson(membership, { urns: [urn] }), urn }
    expect(await refusalOf(application({ ...scene, coLeaders: [...scene.coLeaders, second] }))).toMatchObject({
      status: 422,
      type: '/problems/one-supplies-too-many-co-leaders',
      supplier: 'school',
      code: urn,
      personIds: [scene.coLeaders[0]!.personId, second.personId],
      of: 3,
    })
  })

  test.each(['multi-academy-trust', 'federation'] as const)('no %s does', async (kind) => {
    const scene = await givenScene(membership)
    const code = await givenGroup(membership, kind, scene.schools.slice(0, 2))
    expect(await refusalOf(application(scene))).toMatchObject({
      type: '/problems/one-supplies-too-many-co-leaders',
      title: 'No school, trust, federation or shared head may supply more than half of the co-leaders.',
      supplier: kind === 'federation' ? 'federation' : 'trust',
      code,
      personIds: scene.coLeaders.map(({ personId }) => personId),
      of: 2,
    })
  })

  test('a trust that the schools have left supplies nobody', async () => {
    const scene = await givenScene(membership)
    const trust = await givenGroup(membership, 'multi-academy-trust', scene.schools.slice(0, 2))
    await sql`update group_school set last_day = '2010-08-31' where group_id = ${trust}`.execute(membership.sql)
    expect(await submitted(membership, application(scene))).toMatchObject({ state: 'submitted' })
  })

  test('no head whom schools share does', async () => {
    const scene = await givenScene(membership)
    const head = scene.heads.get(scene.schools[0]!)!
    await employ(membership, head, { urns: [scene.schools[1]!], category: 'head-teacher' })
    expect(await refusalOf(application(scene))).toMatchObject({
      type: '/problems/one-supplies-too-many-co-leaders',
      supplier: 'shared-head',
      code: head,
    })
  })

  test('every co-leader works at the school named for them, or governs it', async () => {
    const scene = await givenScene(membership)
    const left = await givenPerson(membership, { urns: [scene.schools[2]!], lastDay: '2020-07-31' })
    const unknown = newId()
    const coLeaders = [...scene.coLeaders, { personId: left, urn: scene.schools[2]! }, { personId: unknown, urn: scene.schools[3]! }]
    expect(await refusalOf(application({ ...scene, coLeaders }))).toMatchObject({
      type: '/problems/co-leader-not-at-school',
      coLeaders: coLeaders.slice(2),
    })

    const governor = await givenPerson(membership, { urns: [] })
    await sql`
      insert into governance_term (id, person_id, board_kind, board_reference, category, first_day, last_day, changed_at)
      values (${newId()}, ${governor}, 'school', ${scene.schools[2]}, 'parent', current_date - 30, current_date + 300, now())`.execute(
      membership.sql,
    )
    const withGovernor = [...scene.coLeaders, { personId: governor, urn: scene.schools[2]! }]
    expect(await submitted(membership, application({ ...scene, coLeaders: withGovernor }))).toMatchObject({ state: 'submitted' })
  })

  test('who co-leads comes from a founding school', async () => {
    const scene = await givenScene(membership)
    const [elsewhere] = await givenSchools(membership, 1)
    const stranger = { personId: await givenPerson(membership, { urns: [elsewhere!] }), urn: elsewhere! }
    const nowhere = { personId: scene.heads.get(scene.schools[3]!)! }
    expect(await refusalOf(application({ ...scene, coLeaders: [...scene.coLeaders, stranger, nowhere as never] }))).toMatchObject({
      type: '/problems/co-leader-from-outside',
      coLeaders: [stranger, nowhere],
    })
  })

  test('two records of one person are one co-leader', async () => {
    const scene = await givenScene(membership)
    const twin = await givenPerson(membership, { urns: [scene.schools[1]!] })
    const { as, applicationId } = await drafted(
      application({ ...scene, coLeaders: [...scene.coLeaders, { personId: twin, urn: scene.schools[1]! }] }),
    )
    await sql`update person set merged_into = ${scene.coLeaders[0]!.personId}, family_name = null where id = ${twin}`.execute(
      membership.sql,
    )
    expect(await membership.refusal(SubmitApplication, { applicationId }, { as })).toMatchObject({
      type: '/problems/co-leader-named-twice',
      personIds: [scene.coLeaders[0]!.personId],
    })
  })

  test('as many schools as the programme asks for', async () => {
    const scene = await givenScene(membership, { schools: 5 })
    expect(await refusalOf(application(scene))).toMatchObject({
      type: '/problems/too-few-schools',
      named: 5,
      minimum: 6,
      programmeCode: 'national',
    })
  })

  test('every school is open', async () => {
    const scene = await givenScene(membership, { schools: 8 })
    const [closed, proposed] = scene.schools.slice(6) as [string, string]
    await sql`update school set status = '2', last_day = '2020-08-31' where urn = ${closed}`.execute(membership.sql)
    await sql`update school set status = '4' where urn = ${proposed}`.execute(membership.sql)
    const unknown = '999999'
    expect(await refusalOf(application({ ...scene, schools: [...scene.schools, unknown] }))).toMatchObject({
      type: '/problems/schools-not-open',
      urns: [closed, proposed, unknown].sort(),
    })
  })

  test('a professional network names a coordinator and no schools', async () => {
    const coordinator = { personId: await givenPerson(membership, { urns: [] }) } as never
    const people = { kind: 'professional-network', name: 'Achieve' } as const
    expect(await submitted(membership, application({ schools: [], coLeaders: [coordinator] }, people))).toMatchObject({
      state: 'submitted',
    })

    const schools = await givenSchools(membership, 2)
    expect(await refusalOf(application({ schools, coLeaders: [coordinator] }, people))).toMatchObject({
      type: '/problems/schools-of-professional-network',
    })
    expect(await refusalOf(application({ schools: [], coLeaders: [] }, people))).toMatchObject({
      type: '/problems/too-few-co-leaders',
      minimum: 1,
    })
    const unknown = { personId: newId() } as never
    expect(await refusalOf(application({ schools: [], coLeaders: [coordinator, unknown] }, people))).toMatchObject({
      type: '/problems/co-leader-not-at-school',
      coLeaders: [unknown],
    })
  })
})

describe('an application', () => {
  test('once submitted is seen by the national body and by who signs for its schools', async () => {
    const scene = await givenScene(membership)
    const { id } = await submitted(membership, application(scene))
    for (const as of [await theNationalBody(), await acting(scene.heads.get(scene.schools[5]!)!)]) {
      expect(await membership.ask(GetApplication, { applicationId: id as string }, { as })).toMatchObject({ id })
      expect((await membership.ask(ListApplications, { state: 'submitted', limit: 200 }, { as })).items.map((item) => item.id)).toContain(
        id,
      )
    }
    const teacher = await givenPerson(membership, { urns: [scene.schools[5]!] })
    expect(await membership.refusal(GetApplication, { applicationId: id as string }, { as: await acting(teacher) })).toMatchObject({
      status: 404,
    })
  })

  test('is submitted once, and not written any more', async () => {
    const scene = await givenScene(membership)
    const { id } = await submitted(membership, application(scene))
    const as = await acting(scene.coLeaders[0]!.personId)
    const expected = { status: 409, type: '/problems/application-not-in-state', state: 'submitted', needed: ['draft', 'returned'] }
    expect(await membership.refusal(SubmitApplication, { applicationId: id }, { as })).toMatchObject(expected)
    expect(await membership.refusal(ReviseApplication, { applicationId: id, ...application(scene) }, { as })).toMatchObject(expected)
  })

  test('is withdrawn by the applicant alone, until it is decided', async () => {
    const scene = await givenScene(membership)
    const { id } = await submitted(membership, application(scene))
    const applicationId = id as string
    const applicant = await acting(scene.coLeaders[0]!.personId)
    expect(
      await membership.refusal(WithdrawApplication, { applicationId }, { as: await acting(scene.coLeaders[1]!.personId) }),
    ).toMatchObject({ status: 404 })
    expect(await membership.ask(WithdrawApplication, { applicationId }, { as: applicant })).toMatchObject({ state: 'withdrawn' })
    expect(await membership.refusal(WithdrawApplication, { applicationId }, { as: applicant })).toMatchObject({ state: 'withdrawn' })
    expect(await membership.emitted(ApplicationWithdrawn, applicationId)).toHaveLength(1)
    const decision = { applicationId, decision: 'approve-funded' }
    expect(await membership.refusal(DecideApplication, decision, { as: await theNationalBody() })).toMatchObject({
      type: '/problems/application-not-in-state',
      needed: ['submitted', 'under-review'],
    })
  })

  test('is taken up by the national body itself, once', async () => {
    const scene = await givenScene(membership)
    const { id } = await submitted(membership, application(scene))
    const forSomebody = await token({ kind: 'national-body', scopes: ['national-body'], person: scene.coLeaders[0]!.personId })
    expect(await membership.refusal(ReviewApplication, { applicationId: id }, { as: forSomebody })).toMatchObject({ status: 404 })
    expect(await membership.ask(ReviewApplication, { applicationId: id as string }, { as: await theNationalBody() })).toMatchObject({
      state: 'under-review',
    })
    expect(await membership.refusal(ReviewApplication, { applicationId: id }, { as: await theNationalBody() })).toMatchObject({
      type: '/problems/application-not-in-state',
      needed: ['submitted'],
    })
    expect(await membership.emitted(ApplicationUnderReview, id as string)).toHaveLength(1)
  })

  test('is in the copy of what is held, of the applicant and of whom it names', async () => {
    const scene = await givenScene(membership)
    const { applicationId } = await drafted(application(scene))
    const as = await token({ kind: 'national-body', scopes: ['people:read', 'national-body'] })
    for (const { personId } of scene.coLeaders) {
      const { held } = await membership.ask(GetCopyOfPersonalData, { personId }, { as })
      expect(held.find(({ what }) => what === 'application')?.records).toMatchObject([{ id: applicationId }])
    }
  })
})
