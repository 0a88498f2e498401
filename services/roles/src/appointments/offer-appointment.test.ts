import { NetworkDissolved } from '@nlc/contracts/membership'
import {
  AcceptAppointment,
  AppointmentConfirmed,
  AppointmentDeclined,
  AppointmentOffered,
  AppointmentReleased,
  AppointmentWithdrawn,
  DeclineAppointment,
  GetAppointment,
  GiveStandingRelease,
  ListStandingReleases,
  OfferAppointment,
  PauseAppointment,
  RefuseRelease,
  ReleaseAppointment,
  RetireRole,
  SetPersonAllowance,
  WithdrawOffer,
  WithdrawStandingRelease,
} from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { beforeAll, describe, expect, test } from 'vitest'
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
  givenGroup,
  givenNetwork,
  givenPartner,
  givenPerson,
  givenProfessionalNetwork,
  givenSchools,
  theNationalBody,
} from '../../test/known-under-test.ts'
import { givenRole } from '../../test/roles-under-test.ts'
import { roles as rolesService } from '../service.ts'

const roles = testService(rolesService)
let scene: Scene
beforeAll(async () => {
  await roles.clock.set('2026-08-20T09:00:00Z')
  scene = await givenScene(roles)
})

const refused = (said: Parameters<typeof offerOf>[1] = {}, of: Scene = scene, as = of.manager) =>
  roles.refusal(OfferAppointment, offerOf(of, said), { as })
/** A scene's school with another teacher. */
const another = async (work = {}): Promise<Scene> => ({ ...scene, ...(await givenTeacher(roles, scene.urn, work)) })

describe('a role is offered, released, accepted', () => {
  test('from the offer to holding it: each step is one event with the whole record', async () => {
    const one = await another()
    const offer = await offered(roles, one, { lastDay: '2027-07-20' })
    expect(offer).toMatchObject({ state: 'offered', release: 'awaited', version: 1, urn: one.urn, minutesPerWeek: 120, share: 1 })
    const released = await roles.ask(ReleaseAppointment, { appointmentId: offer.id }, { as: scene.head })
    expect(released).toMatchObject({ state: 'school-agreed', release: 'given', version: 2 })
    const accepted = await roles.ask(AcceptAppointment, { appointmentId: offer.id }, { as: one.holder })
    expect(accepted).toMatchObject({ state: 'accepted', version: 3, supersedes: 2, firstDay: '2026-09-01', lastDay: '2027-07-20' })

    const [said] = await roles.emitted(AppointmentConfirmed, offer.id)
    expect(said).toMatchObject({
      version: 3,
      data: { appointmentId: offer.id, appointment: { version: 3, state: 'accepted', personId: one.personId } },
    })
    expect(await roles.emitted(AppointmentOffered, offer.id)).toHaveLength(1)
    expect(await roles.emitted(AppointmentReleased, offer.id)).toMatchObject([
      { version: 2, data: { releasedBy: scene.heads.get(scene.urn) } },
    ])
    expect((await got(roles, offer.id, { asAt: '2026-09-01' })).state).toBe('active')
    expect((await got(roles, offer.id, { asAt: '2027-07-21' })).state).toBe('ended')
  })

  test('of no minutes nothing is released: the person accepts at once', async () => {
    const one = await another()
    const offer = await offered(roles, one, { roleCode: 'steering-member', minutesPerWeek: 0 })
    expect(offer.release).toBe('not-needed')
    expect(await roles.ask(AcceptAppointment, { appointmentId: offer.id }, { as: one.holder })).toMatchObject({ state: 'accepted' })
    expect(await roles.refusal(RefuseRelease, { appointmentId: offer.id }, { as: scene.head })).toMatchObject({
      type: '/problems/nothing-to-release',
    })
  })

  test('it is not accepted before the school has released so many minutes', async () => {
    const one = await another()
    const { id: appointmentId } = await offered(roles, one)
    expect(await roles.refusal(AcceptAppointment, { appointmentId }, { as: one.holder })).toMatchObject({
      ...{ status: 409, type: '/problems/release-needed', minutesPerWeek: 120, released: 0 },
    })
    await roles.ask(ReleaseAppointment, { appointmentId, minutesPerWeek: 60 }, { as: scene.head })
    expect(await roles.refusal(AcceptAppointment, { appointmentId }, { as: one.holder })).toMatchObject({ released: 60 })
    expect(await happenings(roles, appointmentId)).toEqual(['offered', 'released'])
  })

  test('saying a release again changes nothing and says nothing', async () => {
    const one = await another()
    const { id: appointmentId } = await offered(roles, one)
    await roles.ask(ReleaseAppointment, { appointmentId }, { as: scene.head })
    expect(await roles.ask(ReleaseAppointment, { appointmentId }, { as: scene.head })).toMatchObject({ version: 2 })
    expect(await roles.emitted(AppointmentReleased, appointmentId)).toHaveLength(1)
  })

  test.each([
    ['the person declines', DeclineAppointment, 'holder', 'person'],
    ['the school refuses the release', RefuseRelease, 'head', 'school'],
  ] as const)('%s, and it cannot be accepted any more', async (_, operation, who, by) => {
    const one = await another()
    const { id: appointmentId } = await offered(roles, one)
    expect(await roles.ask(operation, { appointmentId }, { as: one[who] })).toMatchObject({ state: 'declined' })
    expect(await roles.emitted(AppointmentDeclined, appointmentId)).toMatchObject([{ data: { by } }])
    expect(await roles.refusal(AcceptAppointment, { appointmentId }, { as: one.holder })).toMatchObject({
      ...{ status: 409, type: '/problems/appointment-not-in-state', state: 'declined', needed: ['offered', 'school-agreed'] },
    })
    expect(await roles.refusal(operation, { appointmentId }, { as: one[who] })).toMatchObject({
      type: '/problems/appointment-not-in-state',
    })
    expect(await roles.refusal(ReleaseAppointment, { appointmentId }, { as: scene.head })).toMatchObject({
      type: '/problems/appointment-not-in-state',
    })
  })

  test('an offer is taken back until it is accepted', async () => {
    const one = await another()
    const { id: appointmentId } = await offered(roles, one)
    expect(await roles.ask(WithdrawOffer, { appointmentId }, { as: scene.manager })).toMatchObject({ state: 'withdrawn' })
    expect(await roles.emitted(AppointmentWithdrawn, appointmentId)).toHaveLength(1)
    const held = await confirmed(roles, one)
    expect(await roles.refusal(WithdrawOffer, { appointmentId: held.id }, { as: scene.manager })).toMatchObject({
      type: '/problems/appointment-not-in-state',
    })
  })

  test('whoever names a version that is no more is refused', async () => {
    const one = await another()
    const { id: appointmentId } = await offered(roles, one)
    await roles.ask(ReleaseAppointment, { appointmentId }, { as: scene.head })
    const late = { as: one.holder, expectedVersion: 1 }
    expect(await roles.refusal(AcceptAppointment, { appointmentId }, late)).toMatchObject({ status: 412, version: 2 })
  })
})

describe('who may', () => {
  test('what is not the caller’s looks like what is not there', async () => {
    const one = await another()
    const { id: appointmentId } = await offered(roles, one)
    const stranger = await givenScene(roles)
    const colleague = await another()
    const nothing = async (operation: typeof AcceptAppointment, as: string) => {
      const there = await roles.refusal(operation, { appointmentId }, { as })
      const none = await roles.refusal(operation, { appointmentId: newId() }, { as })
      expect({ ...there, instance: undefined }).toEqual({ ...none, instance: undefined })
      expect(there).toMatchObject({ status: 404, type: '/problems/no-such-appointment' })
    }
    for (const as of [stranger.manager, stranger.holder, stranger.head, colleague.holder, scene.head, scene.manager])
      await nothing(AcceptAppointment, as)
    for (const as of [stranger.manager, colleague.holder, one.holder, scene.manager]) await nothing(ReleaseAppointment as never, as)
    for (const as of [stranger.manager, one.holder, scene.head]) await nothing(WithdrawOffer as never, as)
    for (const as of [stranger.manager, colleague.holder, stranger.head]) await nothing(GetAppointment as never, as)
  })

  test('a signatory does not release another school’s staff', async () => {
    const one = await another()
    const { id: appointmentId } = await offered(roles, one)
    const otherHead = await acting(scene.heads.get(scene.schools[0]!)!)
    for (const urn of [undefined, scene.urn, scene.schools[0]!])
      expect(await roles.refusal(ReleaseAppointment, { appointmentId, ...(urn && { urn }) }, { as: otherHead })).toMatchObject({
        status: 404,
      })
  })

  test('a head’s own release comes from the employer: here from the chair of governors', async () => {
    const { urn, heads } = scene
    const headId = heads.get(urn)!
    const { id: appointmentId } = await offered(roles, { ...scene, personId: headId }, { roleCode: 'consultant' })
    expect(await roles.refusal(ReleaseAppointment, { appointmentId }, { as: scene.head })).toMatchObject({ status: 404 })
    const chair = await givenPerson(roles)
    await givenGovernor(roles, chair, { urn }, { office: 'chair' })
    expect(await roles.ask(ReleaseAppointment, { appointmentId }, { as: await acting(chair) })).toMatchObject({ state: 'school-agreed' })
  })

  test('only a co-leader of the network, or the national body, offers its roles', async () => {
    const one = await another()
    const stranger = await givenScene(roles)
    for (const as of [stranger.manager, one.holder, scene.head])
      expect(await refused({}, one, as)).toMatchObject({ status: 404, type: '/problems/no-such-network' })
    expect(await roles.ask(OfferAppointment, offerOf(one), { as: await theNationalBody() })).toMatchObject({ state: 'offered' })
    expect(
      await refused(
        {},
        one,
        await token({ kind: 'national-body', client: 'national-body', scopes: ['roles:read'], person: scene.personId }),
      ),
    ).toMatchObject({
      status: 403,
    })
  })
})

describe('what is refused', () => {
  test('a role that there is not, or that is retired; co-leaders, who are named in membership', async () => {
    expect(await refused({ roleCode: 'x-nothing' })).toMatchObject({ status: 404, type: '/problems/no-such-role' })
    const { roleId, code } = await givenRole(roles)
    await roles.ask(RetireRole, { roleId }, { as: await theNationalBody() })
    expect(await refused({ roleCode: code, minutesPerWeek: 0 })).toMatchObject({ status: 409, type: '/problems/role-retired' })
    expect(await refused({ roleCode: 'co-leader' })).toMatchObject({ status: 409, type: '/problems/follows-co-leaders' })
  })

  test('a subject that is missing, or that the role does not take', async () => {
    expect(await refused({ roleCode: 'subject-coordinator' })).toMatchObject({ status: 422, type: '/problems/subject-missing' })
    expect(await refused({ subject: 'mathematics' })).toMatchObject({ status: 422, type: '/problems/subject-not-taken' })
  })

  test('a network that is not running', async () => {
    const forming = await givenNetwork(roles, { active: false })
    const as = await acting(forming.coLeaders[0]!.personId)
    expect(await refused({}, { ...scene, networkId: forming.networkId }, as)).toMatchObject({
      type: '/problems/network-not-in-state',
      state: 'forming',
    })
    const gone = await givenScene(roles)
    await roles.given(NetworkDissolved, { networkId: gone.networkId, lastDay: '2026-08-19', reason: 'completed' })
    expect(await refused({}, gone, await theNationalBody())).toMatchObject({ type: '/problems/network-not-in-state', state: 'dissolved' })
  })

  test('more minutes than the role has, a share of them for a share', async () => {
    expect(await refused({ minutesPerWeek: 181 })).toMatchObject({ status: 422, type: '/problems/over-role-cap', maxMinutesPerWeek: 180 })
    expect(await refused({ minutesPerWeek: 91, share: 0.5 })).toMatchObject({ type: '/problems/over-role-cap', maxMinutesPerWeek: 90 })
  })

  test('more minutes than one person may have, over all networks and on any day of it', async () => {
    const one = await another()
    await offered(roles, one, { minutesPerWeek: 180, firstDay: '2026-11-01' })
    await offered(roles, one, { minutesPerWeek: 120, roleCode: 'coach', firstDay: '2027-01-01', lastDay: '2027-01-31' })
    const other = await givenScene(roles)
    await givenEmployment(roles, one.personId, { urns: [other.urn] })
    const elsewhere = { ...other, personId: one.personId }
    expect(await refused({ minutesPerWeek: 30 }, elsewhere)).toMatchObject({
      ...{ status: 409, type: '/problems/over-person-cap', maxMinutesPerWeek: 300, otherMinutes: 300, day: '2027-01-01' },
    })
    expect(
      await roles.ask(OfferAppointment, offerOf(elsewhere, { minutesPerWeek: 30, lastDay: '2026-12-31' }), { as: other.manager }),
    ).toBeTruthy()
  })

  test('minutes of somebody whom no school releases', async () => {
    const governor = await givenPerson(roles)
    await givenGovernor(roles, governor, { urn: scene.urn })
    const as = { ...scene, personId: governor }
    expect(await refused({ affiliation: 'governance', urn: scene.urn }, as)).toMatchObject({
      status: 422,
      type: '/problems/no-school-time',
    })
    expect(await offered(roles, as, { affiliation: 'governance', urn: scene.urn, minutesPerWeek: 0 })).toMatchObject({
      release: 'not-needed',
    })
  })

  test('a role that has all its holders; job shares are fractions of one', async () => {
    const { code } = await givenRole(roles, { maxMinutesPerWeek: 120, maxHolders: 1 })
    const [a, b, c] = [await another(), await another(), await another()]
    await offered(roles, a, { roleCode: code, share: 0.6, minutesPerWeek: 60 })
    expect(await refused({ roleCode: code, share: 0.5, minutesPerWeek: 0 }, b)).toMatchObject({
      ...{ status: 409, type: '/problems/role-is-full', maxHolders: 1, held: 0.6, day: '2026-09-01' },
    })
    await offered(roles, b, { roleCode: code, share: 0.4, minutesPerWeek: 0 })
    expect(await refused({ roleCode: code, share: 0.01, minutesPerWeek: 0 }, c)).toMatchObject({ held: 1 })
    // Each subject, and each network, has its own.
    const other = await givenScene(roles)
    expect(await offered(roles, other, { roleCode: code, minutesPerWeek: 0 })).toMatchObject({ state: 'offered' })
  })

  test('somebody who is not there on the first day, or never was', async () => {
    const one = await another({ firstDay: '2026-10-01' })
    expect(await refused({}, one)).toMatchObject({ status: 409, type: '/problems/not-affiliated', day: '2026-09-01' })
    expect(await offered(roles, one, { firstDay: '2026-10-01' })).toMatchObject({ state: 'offered' })
    expect(await refused({ personId: newId() })).toMatchObject({ type: '/problems/not-affiliated' })
    expect(await refused({ affiliation: 'governance', urn: scene.urn, minutesPerWeek: 0 })).toMatchObject({
      type: '/problems/not-affiliated',
    })
  })

  test('a school outside the network, whoever works there', async () => {
    const [outside] = (await givenSchools(roles, 1)) as [string]
    const there = await givenTeacher(roles, outside)
    const asked = { status: 409, type: '/problems/not-in-network', day: '2026-09-01' }
    expect(await refused({ urn: outside }, { ...scene, ...there })).toMatchObject(asked)
    expect(await refused({ urn: outside })).toMatchObject(asked)
  })

  test('somebody in a category to which the role is not open', async () => {
    const { code } = await givenRole(roles, { eligibleCategories: ['early-career-teacher', 'governor'] })
    expect(await refused({ roleCode: code, minutesPerWeek: 0 })).toMatchObject({
      ...{ status: 409, type: '/problems/not-eligible', eligibleCategories: ['early-career-teacher', 'governor'] },
    })
    const young = await another({ category: 'early-career-teacher' })
    expect(await offered(roles, young, { roleCode: code, minutesPerWeek: 0 })).toMatchObject({ state: 'offered' })
  })

  test('a place that is named twice, or not as the affiliation has it', async () => {
    for (const said of [
      { urn: scene.urn, organisationId: newId() },
      { urn: scene.urn, groupId: newId() },
      { affiliation: 'partner', urn: scene.urn },
      { affiliation: 'governance' },
      { affiliation: 'network', urn: scene.urn },
    ] as const)
      expect(await refused({ minutesPerWeek: 0, ...said })).toMatchObject({ status: 422, type: '/problems/one-place-needed' })
  })

  test('the same role in the same place on some of the same days, also where it is only offered', async () => {
    const one = await another()
    await offered(roles, one, { lastDay: '2026-12-31' })
    expect(await refused({ firstDay: '2026-12-31', minutesPerWeek: 60 }, one)).toMatchObject({
      status: 409,
      type: '/problems/appointment-overlaps',
    })
    expect(await offered(roles, one, { firstDay: '2027-01-01' })).toMatchObject({ firstDay: '2027-01-01' })
  })

  test('a last day before the first; a day that has passed without an explanation, or too far back', async () => {
    const one = await another()
    expect(await refused({ lastDay: '2026-08-31' }, one)).toMatchObject({ status: 422, type: '/problems/appointment-days-backwards' })
    expect(await refused({ firstDay: '2026-08-19' }, one)).toMatchObject({
      status: 422,
      type: '/problems/explanation-needed',
      day: '2026-08-19',
    })
    expect(await refused({ firstDay: '2024-08-31', explanation: 'Forgotten.' }, one)).toMatchObject({
      ...{ status: 422, type: '/problems/too-far-back', earliest: '2024-09-01' },
    })
    expect(await offered(roles, one, { firstDay: '2024-09-01', explanation: 'Forgotten.' })).toMatchObject({ firstDay: '2024-09-01' })
  })

  test('cover of what is not paused, or of another role', async () => {
    const [held, cover] = [await another(), await another()]
    const covered = await confirmed(roles, held)
    const asked = { firstDay: '2026-10-01', covers: covered.id }
    expect(await refused(asked, cover)).toMatchObject({ status: 409, type: '/problems/nothing-to-cover' })
    await roles.ask(PauseAppointment, { appointmentId: covered.id, firstDay: '2026-10-01' }, { as: scene.manager })
    expect(await refused({ ...asked, roleCode: 'coach' }, cover)).toMatchObject({ type: '/problems/nothing-to-cover' })
    expect(await refused({ ...asked, firstDay: '2026-09-30' }, cover)).toMatchObject({ type: '/problems/nothing-to-cover' })
    expect(await offered(roles, cover, asked)).toMatchObject({ covers: covered.id })
  })
})

describe('by what else a role is held', () => {
  test('a partner organisation, a trust’s central team, a federation’s board, a professional network', async () => {
    const { organisationId, personId: partner } = await givenPartner(roles)
    expect(
      await offered(roles, { ...scene, personId: partner }, { roleCode: 'hei-link', organisationId, minutesPerWeek: 0 }),
    ).toMatchObject({
      ...{ affiliation: 'partner', organisationId, release: 'not-needed' },
    })

    const trust = await givenGroup(roles, 'multi-academy-trust', [scene.schools[0]!])
    const officer = await givenTeacher(roles, scene.urn, { urns: [], employer: { kind: 'trust', reference: trust } })
    const offer = await offered(roles, { ...scene, ...officer }, { roleCode: 'consultant', groupId: trust, minutesPerWeek: 60 })
    expect(offer).toMatchObject({ affiliation: 'employment', groupId: trust, release: 'awaited' })
    const trustHead = await givenPerson(roles, { urns: [], employer: { kind: 'trust', reference: trust }, category: 'head-teacher' })
    expect(await roles.ask(ReleaseAppointment, { appointmentId: offer.id }, { as: await acting(trustHead) })).toMatchObject({
      state: 'school-agreed',
    })

    const people = [await givenPerson(roles), await givenPerson(roles)]
    const { networkId } = await givenProfessionalNetwork(roles, people)
    const asked = { personId: people[1]!, networkId, roleCode: 'facilitator', firstDay: '2026-09-01' }
    expect(await roles.ask(OfferAppointment, asked, { as: await acting(people[0]!) })).toMatchObject({ affiliation: 'network' })
    const { manager: outsider } = scene
    expect(await roles.refusal(OfferAppointment, { ...asked, personId: scene.personId }, { as: await acting(people[0]!) })).toMatchObject({
      type: '/problems/not-affiliated',
    })
    expect(await roles.refusal(OfferAppointment, asked, { as: outsider })).toMatchObject({ type: '/problems/no-such-network' })
  })

  test('where its end is known already, it is offered until then', async () => {
    const one = await another()
    await employmentEnds(roles, one.personId, one.employmentId, '2026-12-31', [one.urn])
    expect(await offered(roles, one)).toMatchObject({ lastDay: '2026-12-31', endReason: 'left-school' })
  })
})

describe('standing releases', () => {
  const released = (as: string, terms = {}) =>
    roles.ask(GiveStandingRelease, { urn: scene.urn, roleCode: 'coach', minutesPerWeek: 90, academicYear: '2026-27', ...terms }, { as })
  const coach = { roleCode: 'coach', minutesPerWeek: 90, lastDay: '2027-08-31' }

  test('what is covered is released with the offer; more, longer, or a head is not', async () => {
    const waiting = await offered(roles, await another(), coach)
    const { id: releaseId } = await released(scene.head)
    expect((await got(roles, waiting.id)).state).toBe('school-agreed')
    expect(await offered(roles, await another(), coach)).toMatchObject({ state: 'school-agreed', release: 'given' })
    expect(await offered(roles, await another(), { ...coach, minutesPerWeek: 91 })).toMatchObject({ state: 'offered' })
    expect(await offered(roles, await another(), { ...coach, lastDay: '2027-09-01' })).toMatchObject({ state: 'offered' })
    expect(await offered(roles, { ...scene, personId: scene.heads.get(scene.urn)! }, coach)).toMatchObject({ state: 'offered' })
    const { items } = await roles.ask(ListStandingReleases, { urn: scene.urn }, { as: scene.head })
    expect(items.map(({ id }) => id)).toContain(releaseId)

    await roles.ask(WithdrawStandingRelease, { releaseId }, { as: scene.head })
    expect(await roles.ask(WithdrawStandingRelease, { releaseId }, { as: scene.head })).toMatchObject({
      withdrawnOn: '2026-08-20',
      version: 2,
    })
    expect(await offered(roles, await another(), coach)).toMatchObject({ state: 'offered' })
  })

  test('only for one place, and only by whoever signs for it', async () => {
    const terms = { roleCode: 'coach', minutesPerWeek: 90, academicYear: '2026-27' }
    expect(await roles.refusal(GiveStandingRelease, { ...terms, urn: scene.urn }, { as: scene.holder })).toMatchObject({
      ...{ status: 404, type: '/problems/no-such-releasing-place' },
    })
    expect(await roles.refusal(GiveStandingRelease, terms, { as: scene.head })).toMatchObject({ type: '/problems/one-place-needed' })
    const { id: releaseId } = await released(scene.head, { roleCode: 'verifier' })
    expect(await roles.refusal(WithdrawStandingRelease, { releaseId }, { as: scene.holder })).toMatchObject({
      ...{ status: 404, type: '/problems/no-such-standing-release' },
    })
    expect((await roles.ask(ListStandingReleases, { urn: scene.urn }, { as: scene.holder })).items).toEqual([])
  })
})

test('the national body sets how much one person may be given', async () => {
  const national = await theNationalBody()
  expect(await roles.ask(SetPersonAllowance, { maxMinutesPerWeek: 100 }, { as: national })).toMatchObject({
    maxMinutesPerWeek: 100,
    version: 2,
  })
  expect(await refused({}, await another())).toMatchObject({ type: '/problems/over-person-cap', maxMinutesPerWeek: 100 })
  await roles.ask(SetPersonAllowance, { maxMinutesPerWeek: 300 }, { as: national })
  expect(await roles.refusal(SetPersonAllowance, { maxMinutesPerWeek: 100 }, { as: scene.manager })).toMatchObject({ status: 403 })
})

test('of many who offer the last place at once, one is there in time; of many who accept, one', async () => {
  const { code } = await givenRole(roles, { maxHolders: 1 })
  const people = await Promise.all(Array.from({ length: 6 }, () => another()))
  const outcomes = await Promise.allSettled(people.map((one) => offered(roles, one, { roleCode: code, minutesPerWeek: 0 })))
  const made = outcomes.filter((outcome): outcome is PromiseFulfilledResult<Appointment> => outcome.status === 'fulfilled')
  expect(made).toHaveLength(1)
  const { id: appointmentId, personId } = made[0]!.value
  const as = await acting(personId)
  const accepts = await Promise.allSettled(Array.from({ length: 6 }, () => roles.ask(AcceptAppointment, { appointmentId }, { as })))
  expect(accepts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await roles.emitted(AppointmentConfirmed, appointmentId)).toHaveLength(1)
})

test('a repeated Idempotency-Key gets the first answer, and makes no second offer', async () => {
  const one = await another()
  const asking = { as: scene.manager, idempotencyKey: newId() }
  const answers = await Promise.all(Array.from({ length: 5 }, () => roles.ask(OfferAppointment, offerOf(one), asking)))
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
})
