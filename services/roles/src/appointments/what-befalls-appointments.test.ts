import {
  CoLeaderLeft,
  CoLeadersReplaced,
  EmploymentChanged,
  EmploymentCorrected,
  EmploymentVoided,
  GovernanceTermCorrected,
  GovernanceTermEnded,
  GovernanceTermVoided,
  NetworkActivated,
  NetworkDissolved,
  PartnerOrganisationClosed,
  PersonLeftNetwork,
  PersonMerged,
  SchoolChanged,
  SchoolClosed,
  SuccessionDeclined,
  SuccessionExpected,
} from '@nlc/contracts/membership'
import {
  AcceptAppointment,
  AppointmentCarriedOver,
  AppointmentConfirmed,
  AppointmentCorrected,
  AppointmentEnded,
  AppointmentMovedToPerson,
  AppointmentVoided,
  AppointmentWithdrawn,
  ListAppointments,
  OfferAppointment,
  ReleaseAppointment,
} from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Appointment,
  confirmed,
  givenScene,
  givenTeacher,
  got,
  happenings,
  offered,
  offerOf,
  type Scene,
} from '../../test/appointments-under-test.ts'
import {
  acting,
  employmentEnds,
  givenEmployment,
  givenGovernor,
  givenNetwork,
  givenPartner,
  givenPerson,
  givenProfessionalNetwork,
  givenSchools,
  longAgo,
  personMerged,
  schoolLeaves,
  schoolSucceeded,
  theNationalBody,
} from '../../test/known-under-test.ts'
import { roles as rolesService } from '../service.ts'

const roles = testService(rolesService)
let scene: Scene
beforeAll(async () => {
  await roles.clock.set('2026-08-20T09:00:00Z')
  scene = await givenScene(roles)
})

let one: Scene
let held: Appointment
const another = async (): Promise<Scene> => ({ ...scene, ...(await givenTeacher(roles, scene.urn)) })
beforeEach(async () => {
  one = await another()
  held = await confirmed(roles, one)
})
const employment = {
  employer: { kind: 'governing-body' as const, reference: '900000' },
  workingDays: ['monday' as const],
  fte: 1,
  staffCategory: 'teacher' as const,
}
const ofOne = () => ({ employmentId: one.employmentId, personId: one.personId })

describe('a person leaves the school', () => {
  test('the role ends on the day of leaving, also where that lies ahead', async () => {
    await employmentEnds(roles, one.personId, one.employmentId, '2026-12-31', [one.urn])
    expect(await got(roles, held.id)).toMatchObject({ state: 'accepted', lastDay: '2026-12-31', endReason: 'left-school', version: 4 })
    expect((await got(roles, held.id, { asAt: '2027-01-01' })).state).toBe('ended')
    expect(await roles.emitted(AppointmentEnded, held.id)).toMatchObject([
      { version: 4, data: { lastDay: '2026-12-31', appointment: { endReason: 'left-school', version: 4 } } },
    ])
  })

  test('an end that is moved moves the role’s end; one that is corrected away gives the role back', async () => {
    await employmentEnds(roles, one.personId, one.employmentId, '2026-12-31', [one.urn])
    const period = { firstDay: longAgo, ...employment, urns: [one.urn] }
    await roles.given(EmploymentCorrected, { ...ofOne(), periods: [{ ...period, lastDay: '2027-03-31' }], endReason: 'left' })
    expect(await got(roles, held.id)).toMatchObject({ lastDay: '2027-03-31', endReason: 'left-school' })
    await roles.given(EmploymentCorrected, { ...ofOne(), periods: [period] })
    const now = await got(roles, held.id)
    expect(now.lastDay ?? now.endReason).toBeUndefined()
    expect(await roles.emitted(AppointmentCorrected, held.id)).toHaveLength(2)
    expect(await happenings(roles, held.id)).toEqual(['offered', 'released', 'confirmed', 'ended', 'corrected', 'corrected'])
  })

  test('a role in whose place another was made meanwhile is not given back', async () => {
    await employmentEnds(roles, one.personId, one.employmentId, '2026-12-31', [one.urn])
    await givenEmployment(roles, one.personId, { urns: [one.urn], firstDay: '2027-02-01' })
    const next = await confirmed(roles, one, { firstDay: '2027-02-01' })
    await roles.given(EmploymentCorrected, { ...ofOne(), periods: [{ firstDay: longAgo, ...employment, urns: [one.urn] }] })
    expect(await got(roles, held.id)).toMatchObject({ lastDay: '2026-12-31', version: 4 })
    expect(await got(roles, next.id)).toMatchObject({ version: 3 })
  })

  test('before the first day: what was accepted never was, what was offered is withdrawn', async () => {
    const offer = await offered(roles, one, { roleCode: 'coach' })
    await employmentEnds(roles, one.personId, one.employmentId, '2026-08-31', [one.urn])
    expect(await roles.emitted(AppointmentVoided, held.id)).toMatchObject([
      { data: { appointment: { state: 'voided', endReason: 'left-school' } } },
    ])
    expect(await roles.emitted(AppointmentWithdrawn, offer.id)).toMatchObject([
      { data: { appointment: { state: 'withdrawn', endReason: 'left-school' } } },
    ])
    await roles.given(EmploymentCorrected, { ...ofOne(), periods: [{ firstDay: longAgo, ...employment, urns: [one.urn] }] })
    expect(await got(roles, held.id)).toMatchObject({ state: 'accepted', version: 5 })
    expect(await got(roles, offer.id)).toMatchObject({ state: 'withdrawn', version: 2 })
  })

  test('a first day at the school that is put off ends nothing; who comes back much later does not hold it again', async () => {
    const period = { ...employment, urns: [one.urn] }
    await roles.given(EmploymentCorrected, { ...ofOne(), periods: [{ firstDay: '2026-09-21', ...period }] })
    expect(await got(roles, held.id)).toMatchObject({ version: 3, firstDay: '2026-09-01' })
    await roles.given(EmploymentCorrected, { ...ofOne(), periods: [{ firstDay: longAgo, ...period, lastDay: '2026-08-31' }] })
    await givenEmployment(roles, one.personId, { urns: [one.urn], firstDay: '2027-01-01' })
    expect(await got(roles, held.id)).toMatchObject({ version: 4, state: 'voided' })
  })

  test('for another of the same employment’s schools; or never worked there at all', async () => {
    await roles.given(EmploymentChanged, { ...ofOne(), firstDay: '2026-11-01', ...employment, urns: [scene.schools[0]!] })
    expect(await got(roles, held.id)).toMatchObject({ lastDay: '2026-10-31', endReason: 'left-school' })
    await roles.given(EmploymentVoided, ofOne())
    expect(await got(roles, held.id)).toMatchObject({ state: 'voided' })
  })

  test('what does not concern it changes nothing', async () => {
    const elsewhere = await givenEmployment(roles, one.personId, { urns: [scene.schools[0]!] })
    await employmentEnds(roles, one.personId, elsewhere, '2026-12-31', [scene.schools[0]!])
    const twice = await givenEmployment(roles, one.personId, { urns: [one.urn] })
    await employmentEnds(roles, one.personId, twice, '2026-12-31', [one.urn])
    await roles.given(EmploymentChanged, { ...ofOne(), firstDay: '2026-11-01', ...employment, urns: [one.urn], fte: 0.5 })
    expect(await got(roles, held.id)).toMatchObject({ version: 3 })
  })

  test('a governance term ends, is corrected, never was', async () => {
    const personId = await givenPerson(roles)
    const termId = await givenGovernor(roles, personId, { urn: scene.urn }, { lastDay: '2027-08-31' })
    const governor = { ...scene, personId, holder: await acting(personId) }
    const { id } = await confirmed(roles, governor, {
      roleCode: 'steering-chair',
      affiliation: 'governance',
      urn: scene.urn,
      minutesPerWeek: 0,
    })
    expect(await got(roles, id)).toMatchObject({ lastDay: '2027-08-31', endReason: 'left-school' })
    const board = { kind: 'school' as const, reference: scene.urn }
    await roles.given(GovernanceTermEnded, { termId, personId, board, lastDay: '2026-12-31', reason: 'resigned' })
    expect(await got(roles, id)).toMatchObject({ lastDay: '2026-12-31' })
    await roles.given(GovernanceTermCorrected, { termId, personId, board, category: 'co-opted', firstDay: longAgo })
    expect((await got(roles, id)).lastDay).toBeUndefined()
    await roles.given(GovernanceTermVoided, { termId, personId })
    expect(await got(roles, id)).toMatchObject({ state: 'voided' })
  })

  test('a partner organisation closes; a person leaves a professional network', async () => {
    const { organisationId, personId } = await givenPartner(roles)
    const partner = { ...scene, personId, holder: await acting(personId) }
    const { id } = await confirmed(roles, partner, { roleCode: 'critical-friend', organisationId, minutesPerWeek: 0 })
    await roles.given(PartnerOrganisationClosed, { organisationId, name: 'Partner', kind: 'hei', firstDay: longAgo, lastDay: '2026-12-31' })
    expect(await got(roles, id)).toMatchObject({ lastDay: '2026-12-31', endReason: 'left-school' })

    const coordinator = await givenPerson(roles)
    const member = await givenPerson(roles)
    const { networkId, membershipId } = await professional(coordinator, member)
    const offer = { personId: member, networkId, roleCode: 'facilitator', firstDay: '2026-09-01' }
    const { id: appointmentId } = await roles.ask(OfferAppointment, offer, { as: await acting(coordinator) })
    await roles.ask(AcceptAppointment, { appointmentId }, { as: await acting(member) })
    await roles.given(PersonLeftNetwork, { membershipId, networkId, personId: member, lastDay: '2026-10-31' })
    expect(await got(roles, appointmentId)).toMatchObject({ lastDay: '2026-10-31', endReason: 'stepped-down' })
  })
})

async function professional(coordinator: string, member: string) {
  const { networkId } = await givenProfessionalNetwork(roles, [coordinator, member])
  const { rows } = await sql<{ id: string }>`select membership_id as id from known_network_person where person_id = ${member}`.execute(
    roles.sql,
  )
  return { networkId, membershipId: rows[0]!.id }
}

describe('a school and its network', () => {
  test('the school leaves: roles held through it end with it; told again with another day, they end on that', async () => {
    const other = await givenScene(roles)
    const theirs = await confirmed(roles, other)
    const offer = await offered(roles, { ...other, ...(await givenTeacher(roles, other.urn)) }, { firstDay: '2027-01-01' })
    await schoolLeaves(roles, other, other.urn, '2026-12-31')
    expect(await got(roles, theirs.id)).toMatchObject({ lastDay: '2026-12-31', endReason: 'school-left-network' })
    expect(await got(roles, offer.id)).toMatchObject({ state: 'withdrawn', endReason: 'school-left-network' })
    await schoolLeaves(roles, other, other.urn, '2026-10-31')
    expect(await got(roles, theirs.id)).toMatchObject({ lastDay: '2026-10-31' })
    expect(await roles.emitted(AppointmentEnded, theirs.id)).toHaveLength(1)
    expect(await roles.emitted(AppointmentCorrected, theirs.id)).toHaveLength(1)
  })

  test('the network is dissolved: all its roles end with it', async () => {
    const other = await givenScene(roles)
    const theirs = await confirmed(roles, other)
    await roles.given(NetworkDissolved, { networkId: other.networkId, lastDay: '2026-09-30', reason: 'completed' })
    expect(await got(roles, theirs.id)).toMatchObject({ lastDay: '2026-09-30', endReason: 'network-dissolved' })
    const { items } = await roles.ask(ListAppointments, { networkId: other.networkId }, { as: await theNationalBody() })
    expect(items.map(({ lastDay }) => lastDay)).toEqual(['2026-09-30', '2026-09-30', '2026-09-30'])
  })
})

describe('co-leaders', () => {
  const coLeaders = async (networkId: string) =>
    (await roles.ask(ListAppointments, { networkId, roleCode: 'co-leader' }, { as: await theNationalBody() })).items

  test('are appointed when the network becomes active, from that day', async () => {
    const network = await givenNetwork(roles, { active: false, firstDay: '2026-06-01' })
    expect(await coLeaders(network.networkId)).toEqual([])
    const { networkId, schools } = network
    await roles.given(NetworkActivated, {
      networkId,
      kind: 'school-network',
      firstDay: '2026-08-20',
      schools,
      coLeaders: network.coLeaders,
    })
    const appointed = await coLeaders(networkId)
    expect(appointed).toMatchObject(
      network.coLeaders.map(({ personId, urn }) => ({
        personId,
        urn,
        state: 'active',
        firstDay: '2026-08-20',
        minutesPerWeek: 0,
        version: 1,
      })),
    )
    expect(await roles.emitted(AppointmentConfirmed, appointed[0]!.id)).toMatchObject([{ version: 1 }])
    await roles.given(NetworkActivated, {
      networkId,
      kind: 'school-network',
      firstDay: '2026-08-20',
      schools,
      coLeaders: network.coLeaders,
    })
    expect(await coLeaders(networkId)).toHaveLength(2)
  })

  test('follow membership: replaced, leaving, with another last day; not their employment', async () => {
    const network = await givenNetwork(roles)
    const { networkId, coLeaders: named } = network
    const [first, second] = named as [(typeof named)[number], (typeof named)[number]]
    const employmentId = await givenEmployment(roles, first.personId, { urns: [first.urn] })
    await employmentEnds(roles, first.personId, employmentId, '2026-08-31', [first.urn])
    const next = {
      coLeaderId: newId(),
      personId: await givenPerson(roles, { urns: [second.urn] }),
      urn: second.urn,
      firstDay: '2026-08-21',
    }
    const ended = {
      coLeaderId: second.coLeaderId,
      personId: second.personId,
      urn: second.urn,
      lastDay: '2026-08-20',
      reason: 'replaced' as const,
    }
    await roles.given(CoLeadersReplaced, { networkId, started: [next], ended: [ended] })
    const leaving = {
      networkId,
      coLeaderId: first.coLeaderId,
      personId: first.personId,
      urn: first.urn,
      vacancyId: newId(),
      replaceBy: '2027-01-01',
    }
    await roles.given(CoLeaderLeft, { ...leaving, lastDay: '2026-10-31', reason: 'stepped-down' })
    const byPerson = new Map((await coLeaders(networkId)).map((one) => [one.personId, one]))
    expect(byPerson.get(second.personId)).toMatchObject({ lastDay: '2026-08-20', endReason: 'completed' })
    expect(byPerson.get(next.personId)).toMatchObject({ firstDay: '2026-08-21', state: 'accepted' })
    expect(byPerson.get(first.personId)).toMatchObject({ lastDay: '2026-10-31', endReason: 'stepped-down' })
    await roles.given(CoLeaderLeft, { ...leaving, lastDay: '2026-11-30', reason: 'stepped-down' })
    expect(await got(roles, byPerson.get(first.personId)!.id)).toMatchObject({ lastDay: '2026-11-30' })
  })
})

describe('two records are one person', () => {
  test('what the one held, or was offered, the other does', async () => {
    const into = await another()
    const offer = await offered(roles, one, { roleCode: 'coach' })
    await personMerged(roles, one.personId, into.personId)
    for (const { id } of [held, offer]) expect(await got(roles, id)).toMatchObject({ personId: into.personId })
    expect(await roles.emitted(AppointmentMovedToPerson, held.id)).toMatchObject([
      { version: 4, data: { fromPersonId: one.personId, appointment: { personId: into.personId, version: 4 } } },
    ])
    const asked = { as: await theNationalBody() }
    expect((await roles.ask(ListAppointments, { personId: one.personId }, asked)).items).toHaveLength(2)
    expect(await roles.ask(ReleaseAppointment, { appointmentId: offer.id }, { as: scene.head })).toMatchObject({ state: 'school-agreed' })
    expect(await roles.ask(AcceptAppointment, { appointmentId: offer.id }, { as: one.holder })).toMatchObject({ state: 'accepted' })
  })

  test('what both held is one: the other was recorded twice', async () => {
    const into = await another()
    const theirs = await confirmed(roles, into, { firstDay: '2026-11-01', minutesPerWeek: 60 })
    const offer = await offered(roles, into, { roleCode: 'coach', minutesPerWeek: 0 })
    const twice = await confirmed(roles, one, { roleCode: 'coach', minutesPerWeek: 0 })
    await personMerged(roles, one.personId, into.personId)
    expect(await got(roles, theirs.id)).toMatchObject({
      ...{ personId: into.personId, version: 4, firstDay: '2026-09-01' },
      periods: [
        { firstDay: '2026-09-01', lastDay: '2026-10-31', minutesPerWeek: 120 },
        { firstDay: '2026-11-01', minutesPerWeek: 60 },
      ],
    })
    expect(await got(roles, held.id)).toMatchObject({ state: 'voided', endReason: 'merged-duplicate', personId: into.personId })
    expect(await roles.emitted(AppointmentVoided, held.id)).toHaveLength(1)
    expect(await roles.emitted(AppointmentCorrected, theirs.id)).toHaveLength(1)
    expect(await got(roles, twice.id)).toMatchObject({ state: 'accepted', personId: into.personId })
    expect(await got(roles, offer.id)).toMatchObject({ state: 'withdrawn', endReason: 'merged-duplicate' })
  })

  test('with their employments united, which the merge says', async () => {
    const into = await another()
    const periods = [{ firstDay: longAgo, lastDay: '2026-12-31', ...employment, urns: [scene.urn] }]
    await roles.given(PersonMerged, {
      ...{ personId: one.personId, intoPersonId: into.personId, unitedTerms: [] },
      unitedEmployments: [{ employmentId: one.employmentId, intoEmploymentId: into.employmentId, periods }],
    })
    expect(await got(roles, held.id)).toMatchObject({
      personId: into.personId,
      lastDay: '2026-12-31',
      endReason: 'left-school',
      version: 4,
    })
  })
})

describe('a school is succeeded, or closes', () => {
  test('what is held through it is carried over, as one event', async () => {
    const other = await givenScene(roles)
    const theirs = await confirmed(roles, other)
    const [successor] = (await givenSchools(roles, 1)) as [string]
    await schoolSucceeded(roles, other.urn, successor, '2026-11-01')
    expect(await got(roles, theirs.id)).toMatchObject({
      version: 4,
      periods: [
        { urn: other.urn, lastDay: '2026-10-31' },
        { urn: successor, firstDay: '2026-11-01', minutesPerWeek: 120 },
      ],
    })
    expect(await roles.emitted(AppointmentCarriedOver, theirs.id)).toMatchObject([{ version: 4, data: { firstDay: '2026-11-01' } }])
    await employmentEnds(roles, other.personId, other.employmentId, '2026-12-31', [successor])
    expect(await got(roles, theirs.id)).toMatchObject({ lastDay: '2026-12-31', endReason: 'left-school', version: 5 })
  })

  test('a role held at both becomes one: that through the one that carries on', async () => {
    const other = await givenScene(roles)
    const theirs = await confirmed(roles, other, { lastDay: '2027-08-31' })
    const successor = other.schools[0]!
    await givenEmployment(roles, other.personId, { urns: [successor], employer: { kind: 'local-authority', reference: '909' } })
    const there = await confirmed(
      roles,
      { ...other, head: await acting(other.heads.get(successor)!) },
      { urn: successor, minutesPerWeek: 60 },
    )
    await schoolSucceeded(roles, other.urn, successor, '2026-11-01')
    expect(await got(roles, theirs.id)).toMatchObject({ lastDay: '2026-10-31', endReason: 'merged-duplicate' })
    expect(await got(roles, there.id)).toMatchObject({ version: 3 })
  })

  const closed = (urn: string, lastDay: string) =>
    roles.given(SchoolClosed, { urn, name: 'School', status: '2', lastDay, changed: ['status'], laCode: '909' })

  test('it closes and no school carries it on: what is held through it ends with it', async () => {
    const other = await givenScene(roles)
    const theirs = await confirmed(roles, other)
    await closed(other.urn, '2026-12-31')
    await roles.idle()
    expect(await got(roles, theirs.id)).toMatchObject({ version: 3 })
    await roles.clock.advance({ hours: 2 })
    await roles.idle()
    expect(await got(roles, theirs.id)).toMatchObject({ lastDay: '2026-12-31', endReason: 'school-left-network', version: 4 })
    // The register takes it back.
    await roles.given(SchoolChanged, { urn: other.urn, name: 'School', status: '1', laCode: '909', changed: ['status'] })
    expect((await got(roles, theirs.id)).lastDay).toBeUndefined()
  })

  test('whether another carries it on is waited for', async () => {
    const other = await givenScene(roles)
    const theirs = await confirmed(roles, other)
    const [successor] = (await givenSchools(roles, 1)) as [string]
    await closed(other.urn, '2026-12-31')
    await roles.given(SuccessionExpected, { urn: other.urn, successorUrn: successor, firstDay: '2027-01-01' })
    await roles.clock.advance({ hours: 2 })
    await roles.idle()
    expect(await got(roles, theirs.id)).toMatchObject({ version: 3 })
    await roles.given(SuccessionDeclined, { urn: other.urn })
    await roles.idle()
    expect(await got(roles, theirs.id)).toMatchObject({ lastDay: '2026-12-31' })
    await schoolSucceeded(roles, other.urn, successor, '2027-01-01')
    expect(await got(roles, theirs.id)).toMatchObject({
      version: 5,
      periods: [{ urn: other.urn, lastDay: '2026-12-31' }, { urn: successor }],
    })
  })
})

test('an offer that meets the end of what it stands on, at the same moment, is not held beyond it', async () => {
  for (let round = 0; round < 6; round++) {
    const racing = await another()
    const [outcome] = await Promise.allSettled([
      roles.ask(OfferAppointment, offerOf(racing), { as: scene.manager }),
      employmentEnds(roles, racing.personId, racing.employmentId, '2026-12-31', [racing.urn]),
    ])
    if (outcome.status === 'rejected') throw outcome.reason
    expect(await got(roles, outcome.value.id)).toMatchObject({ lastDay: '2026-12-31' })
  }
})
