import {
  CoLeaderLeft,
  CoLeaderReplacementOverdue,
  CoLeadersReplaced,
  ListCoLeaders,
  ListCoLeaderVacancies,
  MergePeople,
  ReplaceCoLeaders,
  StepDown,
} from '@nlc/contracts/membership'
import { dayInLondon, newId } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  acting,
  activeNetwork,
  employ,
  givenGroup,
  givenPerson,
  givenScene,
  leaves,
  type Scene,
  theClient,
  theNationalBody,
} from '../../test/networks-under-test.ts'
import { plusDays } from '../employments/day.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
// At noon a day more is a day more, also over a clock change.
beforeAll(() => membership.clock.set('2027-01-11T12:00:00Z'))
const today = () => dayInLondon(membership.clock.now())
const inDays = (days: number) => plusDays(today(), days)

let scene: Scene
let networkId: string
beforeEach(async () => {
  scene = await givenScene(membership)
  networkId = (await activeNetwork(membership, scene)).networkId
})

const coLeaders = async (asAt?: string) =>
  (await membership.ask(ListCoLeaders, { networkId, ...(asAt && { asAt }) }, { as: await theNationalBody() })).items
const vacancies = async () => (await membership.ask(ListCoLeaders, { networkId }, { as: await theNationalBody() })).vacancies
const persons = (items: { personId: string }[]) => items.map(({ personId }) => personId).sort()
const [first, second] = [0, 1].map((n) => () => scene.coLeaders[n]!) as [
  () => { personId: string; urn: string },
  () => { personId: string; urn: string },
]

describe('naming co-leaders anew', () => {
  test('ends who is not named any more today, and starts who is new today, as one event', async () => {
    const third = { personId: await givenPerson(membership, { urns: [scene.schools[2]!] }), urn: scene.schools[2]! }
    await membership.ask(ReplaceCoLeaders, { networkId, coLeaders: [second(), third] }, { as: await acting(first().personId) })
    expect(persons(await coLeaders())).toEqual(persons([first(), second(), third]))
    expect(persons(await coLeaders(inDays(1)))).toEqual(persons([second(), third]))
    expect(await membership.emitted(CoLeadersReplaced, networkId)).toMatchObject([
      {
        data: {
          started: [{ ...third, firstDay: today() }],
          ended: [{ ...first(), lastDay: today(), reason: 'replaced' }],
        },
      },
    ])
    expect(await vacancies()).toEqual([])
    // From tomorrow on the network is no longer the first one's to keep.
    await membership.clock.advance({ days: 1 })
    const again = { networkId, coLeaders: [second(), third] }
    expect(await membership.refusal(ReplaceCoLeaders, again, { as: await acting(first().personId) })).toMatchObject({ status: 404 })
  })

  test('that changes nothing says nothing', async () => {
    await membership.ask(ReplaceCoLeaders, { networkId, coLeaders: scene.coLeaders }, { as: await theNationalBody() })
    expect(await membership.emitted(CoLeadersReplaced, networkId)).toEqual([])
  })

  test('through another school follows the day after', async () => {
    await employ(membership, second().personId, { urns: [scene.schools[3]!] })
    const moved = { ...second(), urn: scene.schools[3]! }
    await membership.ask(ReplaceCoLeaders, { networkId, coLeaders: [first(), moved] }, { as: await theNationalBody() })
    expect((await coLeaders()).find(({ personId }) => personId === moved.personId)).toMatchObject({ urn: second().urn, lastDay: today() })
    expect((await coLeaders(inDays(1))).find(({ personId }) => personId === moved.personId)).toMatchObject({
      urn: moved.urn,
      firstDay: inDays(1),
    })
  })

  test('keeps rule 1, whoever asks', async () => {
    const as = await theNationalBody()
    const replace = (named: object[]) => membership.refusal(ReplaceCoLeaders, { networkId, coLeaders: named }, { as })
    expect(await replace([first()])).toMatchObject({ status: 422, type: '/problems/too-few-co-leaders', named: 1 })
    const colleague = { personId: await givenPerson(membership, { urns: [first().urn] }), urn: first().urn }
    expect(await replace([first(), colleague])).toMatchObject({ type: '/problems/co-leaders-from-one-school' })
    expect(await replace([first(), colleague, second()])).toMatchObject({
      type: '/problems/one-supplies-too-many-co-leaders',
      supplier: 'school',
    })
    expect(await replace([first(), { ...second(), urn: scene.schools[4] }])).toMatchObject({ type: '/problems/co-leader-not-at-school' })
    expect(await replace([first(), { ...second(), urn: '899998' }])).toMatchObject({ type: '/problems/co-leader-from-outside' })
    expect(await replace([first(), second(), first()])).toMatchObject({
      type: '/problems/co-leader-named-twice',
      personIds: [first().personId],
    })
    await givenGroup(membership, 'federation', [first().urn, second().urn])
    expect(await replace([first(), second()])).toMatchObject({ type: '/problems/one-supplies-too-many-co-leaders', supplier: 'federation' })
    expect(await membership.emitted(CoLeadersReplaced, networkId)).toEqual([])
  })

  test('is the co-leaders’ and the national body’s', async () => {
    for (const stranger of [await acting(scene.heads.get(first().urn)!), await theClient('portal')]) {
      const refusal = await membership.refusal(ReplaceCoLeaders, { networkId, coLeaders: scene.coLeaders }, { as: stranger })
      expect(refusal).toMatchObject({ status: 404, type: '/problems/no-such-network' })
    }
    const unknown = { networkId: newId(), coLeaders: scene.coLeaders }
    expect(await membership.refusal(ReplaceCoLeaders, unknown, { as: await theNationalBody() })).toMatchObject({ status: 404 })
  })
})

describe('stepping down', () => {
  test('leaves a vacancy that is to be filled within 60 days', async () => {
    const lastDay = inDays(10)
    const vacancy = await membership.ask(
      StepDown,
      { networkId, personId: first().personId, lastDay },
      { as: await acting(first().personId) },
    )
    expect(vacancy).toMatchObject({ networkId, ...first(), reason: 'stepped-down', sinceDay: lastDay, replaceBy: plusDays(lastDay, 60) })
    expect(await vacancies()).toEqual([vacancy])
    expect(await membership.emitted(CoLeaderLeft, networkId)).toMatchObject([
      { data: { ...first(), lastDay, reason: 'stepped-down', vacancyId: vacancy.id, replaceBy: vacancy.replaceBy } },
    ])
    expect(persons(await coLeaders(lastDay))).toEqual(persons(scene.coLeaders))
    expect(persons(await coLeaders(plusDays(lastDay, 1)))).toEqual([second().personId])
  })

  test('is told to the national body where nobody was found by then, once', async () => {
    const { id, replaceBy } = await membership.ask(
      StepDown,
      { networkId, personId: first().personId, lastDay: today() },
      { as: await theNationalBody() },
    )
    await membership.clock.advance({ days: 60 })
    await membership.idle()
    expect(await membership.emitted(CoLeaderReplacementOverdue, networkId)).toEqual([])
    await membership.clock.advance({ days: 1 })
    await membership.idle()
    expect(await membership.emitted(CoLeaderReplacementOverdue, networkId)).toMatchObject([{ data: { vacancyId: id, replaceBy } }])
    await membership.clock.advance({ days: 100 })
    await membership.idle()
    expect(await membership.emitted(CoLeaderReplacementOverdue, networkId)).toHaveLength(1)
    const overdue = await membership.ask(ListCoLeaderVacancies, { dueBefore: today(), limit: 200 }, { as: await theNationalBody() })
    expect(overdue.items.map((item) => item.id)).toContain(id)
  })

  test('is not, where somebody was', async () => {
    await membership.ask(StepDown, { networkId, personId: first().personId, lastDay: today() }, { as: await theNationalBody() })
    await membership.clock.advance({ days: 20 })
    const third = { personId: await givenPerson(membership, { urns: [scene.schools[2]!] }), urn: scene.schools[2]! }
    await membership.ask(ReplaceCoLeaders, { networkId, coLeaders: [second(), third] }, { as: await acting(second().personId) })
    expect(await vacancies()).toEqual([])
    await membership.clock.advance({ days: 60 })
    await membership.idle()
    expect(await membership.emitted(CoLeaderReplacementOverdue, networkId)).toEqual([])
  })

  test('with another day corrects the first one, and the 60 days with it', async () => {
    const step = (lastDay: string) =>
      theNationalBody().then((as) => membership.ask(StepDown, { networkId, personId: first().personId, lastDay }, { as }))
    const early = await step(inDays(1))
    const late = await step(inDays(30))
    expect(late).toMatchObject({ id: early.id, sinceDay: inDays(30), replaceBy: inDays(90) })
    expect(await membership.emitted(CoLeaderLeft, networkId)).toHaveLength(2)
    await membership.clock.advance({ days: 90 })
    await membership.idle()
    expect(await membership.emitted(CoLeaderReplacementOverdue, networkId)).toEqual([])
    await membership.clock.advance({ days: 1 })
    await membership.idle()
    expect(await membership.emitted(CoLeaderReplacementOverdue, networkId)).toHaveLength(1)
  })

  test('is a co-leader’s own, or the national body’s for them; never in the past', async () => {
    const own = { networkId, personId: first().personId, lastDay: today() }
    expect(await membership.refusal(StepDown, own, { as: await acting(second().personId) })).toMatchObject({
      status: 404,
      type: '/problems/no-such-co-leader',
    })
    expect(await membership.refusal(StepDown, { ...own, personId: newId() }, { as: await theNationalBody() })).toMatchObject({
      status: 404,
    })
    const head = scene.heads.get(first().urn)!
    expect(await membership.refusal(StepDown, { ...own, personId: head }, { as: await acting(head) })).toMatchObject({
      type: '/problems/no-such-co-leader',
    })
    expect(await membership.refusal(StepDown, { ...own, networkId: newId() }, { as: await theNationalBody() })).toMatchObject({
      type: '/problems/no-such-network',
    })
    expect(await membership.refusal(StepDown, { ...own, lastDay: inDays(-1) }, { as: await theNationalBody() })).toMatchObject({
      status: 422,
      type: '/problems/last-day-passed',
    })
  })
})

describe('a co-leader who leaves the school', () => {
  test('is noticed within a day, with the school’s last day', async () => {
    const lastDay = inDays(-2)
    await leaves(membership, first().personId, lastDay)
    await membership.clock.advance({ days: 1 })
    await membership.idle()
    // Not before the first day as co-leader.
    const began = inDays(-1)
    expect(await membership.emitted(CoLeaderLeft, networkId)).toMatchObject([
      { data: { ...first(), reason: 'left-school', lastDay: began } },
    ])
    expect(await vacancies()).toMatchObject([{ sinceDay: began, replaceBy: plusDays(began, 60) }])
  })

  test('is noticed ahead where it is known, and not while it is far', async () => {
    await leaves(membership, first().personId, inDays(100))
    await membership.clock.advance({ days: 30 })
    await membership.idle()
    expect(await membership.emitted(CoLeaderLeft, networkId)).toEqual([])
    await membership.clock.advance({ days: 20 })
    await membership.idle()
    expect(await membership.emitted(CoLeaderLeft, networkId)).toMatchObject([{ data: { lastDay: inDays(50), reason: 'left-school' } }])
  })

  test('and still works there in another way stays', async () => {
    await employ(membership, first().personId, { urns: [first().urn], category: 'support-staff' })
    await sql`
      update employment_period p set last_day = ${inDays(-1)} from employment e
      where e.id = p.employment_id and e.person_id = ${first().personId} and p.staff_category = 'teacher'`.execute(membership.sql)
    await membership.clock.advance({ days: 2 })
    await membership.idle()
    expect(await membership.emitted(CoLeaderLeft, networkId)).toEqual([])
  })
})

test('two co-leaders who turn out to be one person are one, and the place of the other is to be filled', async () => {
  const kept = await givenPerson(membership, { urns: [scene.schools[2]!] })
  const third = { personId: kept, urn: scene.schools[2]! }
  await membership.ask(ReplaceCoLeaders, { networkId, coLeaders: [first(), second(), third] }, { as: await theNationalBody() })
  const as = await token({ kind: 'national-body', scopes: ['people:write', 'national-body'] })
  await membership.ask(MergePeople, { personId: first().personId, into: kept }, { as })
  await membership.clock.advance({ days: 1 })
  await membership.idle()
  expect(await membership.emitted(CoLeaderLeft, networkId)).toMatchObject([{ data: { ...first(), reason: 'merged-duplicate' } }])
  expect(await vacancies()).toHaveLength(1)
  await membership.clock.advance({ days: 1 })
  expect(persons(await coLeaders())).toEqual(persons([second(), third]))
})

describe('who the co-leaders are', () => {
  test('is seen by each other and the national body; by a client where the school shares with it', async () => {
    expect(await coLeaders()).toHaveLength(2)
    const all = await membership.ask(ListCoLeaders, { networkId }, { as: await acting(second().personId) })
    expect(all.items).toHaveLength(2)
    const as = await theClient('staff-app')
    expect((await membership.ask(ListCoLeaders, { networkId }, { as })).items).toEqual([])
    await sql`
      insert into sharing_agreement (id, client_id, urn, purpose, lawful_basis, data_classes, review_day, last_day, state, offered_at, signatory_id, signed_at, receipt)
      values (${newId()}, 'staff-app', ${first().urn}, 'Rotas', 'public-task', '{people}', '2999-01-01', '2999-01-01', 'in-force', now(),
        ${scene.heads.get(first().urn)}, now(), '{}')`.execute(membership.sql)
    await membership.ask(StepDown, { networkId, personId: second().personId, lastDay: today() }, { as: await theNationalBody() })
    expect(await membership.ask(ListCoLeaders, { networkId }, { as })).toMatchObject({ items: [first()], vacancies: [] })
    expect(await membership.refusal(ListCoLeaders, { networkId: newId() }, { as })).toMatchObject({ status: 404 })
  })

  test('the database refuses the same person twice at a time', async () => {
    await expect(
      sql`insert into network_co_leader (id, network_id, person_id, urn, first_day) values (${newId()}, ${networkId}, ${first().personId}, ${second().urn}, ${today()})`.execute(
        membership.sql,
      ),
    ).rejects.toThrow(/network_co_leader_once_at_a_time/)
  })
})
