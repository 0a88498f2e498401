/** Learning walks: a protocol, a team with host and guest, briefed staff, what was seen without names, a debriefing, shared feedback. */
import {
  AcceptInvitation,
  AgreeWalkProtocol,
  BookingCancelled,
  BriefStaff,
  ConfirmActivity,
  DebriefWalk,
  GetLearningWalk,
  NameWalkTeam,
  ProposeActivity,
  PublishActivity,
  RecordWalkObservation,
  ShareWalkFeedback,
  WalkObservationRecorded,
} from '@nlc/contracts/scheduling'
import { testService } from '@nlc/testing'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { meetingAt } from '../../test/activities-under-test.ts'
import { acting, givenNetwork, givenPerson, type NetworkGiven } from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'
import { nameIn } from './names-nobody.ts'

const scheduling = testService(service)
let network: NetworkGiven
let head: string
let coLeader: string
let activityId: string
let team: [string, string, string]
beforeEach(async () => {
  await scheduling.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(scheduling, { schools: 4 })
  head = await acting(network.heads.get(network.schools[2]!)!)
  coLeader = await acting(network.coLeaders[0]!.personId)
  const walk = meetingAt(network, { kind: 'learning-walk', capacity: 4 })
  activityId = (await scheduling.ask(ProposeActivity, walk, { as: coLeader })).id
  team = [await from(0), await from(1), await from(2)]
  await scheduling.ask(ConfirmActivity, { activityId }, { as: head })
})

const from = (school: number) => givenPerson(scheduling, { urns: [network.schools[school]!] })
const protocol = { focus: 'How pupils talk about their learning', questions: ['Who asks the questions?'] }
const agree = (more: object = {}) => scheduling.ask(AgreeWalkProtocol, { activityId, ...protocol, ...more }, { as: coLeader })
const name = (memberIds: string[], leadId = memberIds[0]!) =>
  scheduling.ask(NameWalkTeam, { activityId, leadId, memberIds }, { as: coLeader })
const missing = async () => (await scheduling.refusal(PublishActivity, { activityId }, { as: coLeader })).missing
const read = async (as: string) => scheduling.ask(GetLearningWalk, { activityId }, { as })
const seen = 'Two pupils explained fractions to a third'
const observation = (more: object = {}) => ({ activityId, visitNumber: 1, classNumber: 3, seen, ...more })

/** Published, briefed, accepted, and on. */
async function walking(): Promise<void> {
  await agree()
  await name(team)
  await scheduling.ask(PublishActivity, { activityId }, { as: coLeader })
  await scheduling.ask(BriefStaff, { activityId }, { as: head })
  for (const [index, { bookingId }] of (await read(coLeader)).team.entries())
    await scheduling.ask(AcceptInvitation, { bookingId }, { as: await acting(team[index]!) })
  await scheduling.clock.set('2026-11-17T10:00:00Z')
}

test('the protocol and the team come before it is published', async () => {
  expect(await missing()).toBe('walk-protocol')
  await agree()
  expect(await missing()).toBe('walk-team')
  expect((await name(team)).team).toMatchObject([{ personId: team[0], isLead: true }, { isLead: false }, { isLead: false }])
  expect(await scheduling.ask(PublishActivity, { activityId }, { as: coLeader })).toMatchObject({ state: 'published' })
})

test('a team is three or four with the lead, the host and another school among them', async () => {
  const refused = async (memberIds: string[], leadId = memberIds[0]!) =>
    scheduling.refusal(NameWalkTeam, { activityId, leadId, memberIds }, { as: coLeader })
  const wrong = '/problems/walk-team-wrong'
  expect(await refused([await from(0), await from(1), await from(3)])).toMatchObject({ type: wrong, fromHost: 0, fromElsewhere: 3 })
  expect(await refused([await from(2), await from(2), await from(2)])).toMatchObject({ type: wrong, fromHost: 3, fromElsewhere: 0 })
  expect(await refused(team, await from(0))).toMatchObject({ type: wrong })
  expect((await refused(team.slice(0, 2))).status).toBe(400)
})

test('who is left out of a team that is named anew is not invited any more', async () => {
  const [, , dropped] = (await name(team)).team
  await name([team[0], team[1] === dropped!.personId ? team[2] : team[1], await from(2)])
  expect(await scheduling.emitted(BookingCancelled, dropped!.bookingId)).toHaveLength(1)
})

test('nothing is recorded before the staff are briefed and the walk has begun; then by the team alone', async () => {
  await walking()
  const lead = await acting(team[0])
  await scheduling.clock.set('2026-11-17T08:59:00Z')
  expect(await scheduling.refusal(RecordWalkObservation, observation(), { as: lead })).toMatchObject({ missing: 'walk' })
  await scheduling.clock.set('2026-11-17T10:00:00Z')
  const { id } = await scheduling.ask(RecordWalkObservation, observation(), { as: await acting(team[2]) })
  expect((await read(lead)).observations).toMatchObject([{ id, classNumber: 3, visitNumber: 1 }])
  expect((await scheduling.emitted(WalkObservationRecorded, activityId)).map(({ data }) => Object.keys(data).sort())).toEqual([
    ['networkId', 'walkId'],
  ])
  const stranger = await acting(await from(0))
  expect((await scheduling.refusal(RecordWalkObservation, observation(), { as: stranger })).type).toBe('/problems/no-such-activity')
  expect(await read(stranger)).toMatchObject({ team: [], observations: [] })
})

test('without briefed staff nothing is recorded', async () => {
  await agree()
  await name(team)
  await scheduling.ask(PublishActivity, { activityId }, { as: coLeader })
  const [mine] = (await read(coLeader)).team
  await scheduling.ask(AcceptInvitation, { bookingId: mine!.bookingId }, { as: await acting(team[0]) })
  await scheduling.clock.set('2026-11-17T10:00:00Z')
  const refused = await scheduling.refusal(RecordWalkObservation, observation(), { as: await acting(team[0]) })
  expect(refused).toMatchObject({ type: '/problems/walk-step-missing', missing: 'staff-briefing' })
})

test('what names a teacher is refused, with what reads like the name', async () => {
  await walking()
  const lead = await acting(team[0])
  const refused = await scheduling.refusal(RecordWalkObservation, observation({ seen: 'In class 3 Mrs Ahmed asked open questions' }), {
    as: lead,
  })
  expect(refused).toMatchObject({ type: '/problems/names-somebody', found: 'Mrs Ahmed' })
})

test('the lead debriefs once it was held, and then shares what the team learnt', async () => {
  await walking()
  const lead = await acting(team[0])
  expect((await scheduling.refusal(DebriefWalk, { activityId }, { as: lead })).type).toBe('/problems/activity-not-in-state')
  await scheduling.clock.set('2026-11-17T15:00:01Z')
  await scheduling.idle()
  const early = await scheduling.refusal(ShareWalkFeedback, { activityId, text: 'Pupils lead' }, { as: lead })
  expect(early).toMatchObject({ missing: 'debriefing' })
  expect((await scheduling.refusal(DebriefWalk, { activityId }, { as: await acting(team[1]) })).type).toBe('/problems/no-such-activity')
  await scheduling.ask(DebriefWalk, { activityId }, { as: lead })
  expect(await scheduling.refusal(RecordWalkObservation, observation(), { as: lead })).toMatchObject({ step: 'debriefing' })
  await scheduling.ask(ShareWalkFeedback, { activityId, text: 'Pupils ask better questions than we do' }, { as: lead })
  const stranger = await acting(await from(3))
  expect(await read(stranger)).toMatchObject({ feedback: { text: 'Pupils ask better questions than we do' }, observations: [] })
})

test.each([
  ['Mr Jones spoke', 'Mr Jones'],
  ['asked Dr. O’Neill', 'Dr. O’Neill'],
  ['MISS Ali left', 'MISS Ali'],
])('"%s" names somebody', (text, found) => expect(nameIn(text)).toBe(found))

test.each(['Class 3 asked questions', 'The miss rate fell', 'sir, said a pupil', 'In Year 8 Rivers was the theme', 'ms per frame'])(
  '"%s" names nobody',
  (text) => expect(nameIn(text)).toBeUndefined(),
)

test('whatever stands around it, a form of address with a name is found', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/)
  fc.assert(
    fc.property(
      word,
      fc.constantFrom('Mr', 'Mrs', 'Ms', 'Miss', 'Dr'),
      fc.stringMatching(/^[A-Z][a-z]{1,8}$/),
      word,
      (a, title, surname, b) => {
        expect(nameIn(`${a} ${title} ${surname} ${b}`)).toBe(`${title} ${surname}`)
      },
    ),
  )
})
