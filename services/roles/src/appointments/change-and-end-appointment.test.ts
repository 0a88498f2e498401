import {
  AppointmentChanged,
  AppointmentCorrected,
  AppointmentEnded,
  AppointmentPaused,
  AppointmentResumed,
  AppointmentVoided,
  AppointmentWithdrawn,
  ChangeAppointment,
  CorrectAppointment,
  EndAppointment,
  ListAppointments,
  PauseAppointment,
  ReleaseAppointment,
  ResumeAppointment,
  VoidAppointment,
  WithdrawRelease,
} from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Appointment,
  confirmed,
  givenScene,
  givenTeacher,
  got,
  happenings,
  offered,
  type Scene,
} from '../../test/appointments-under-test.ts'
import { acting, employmentEnds, givenEmployment } from '../../test/known-under-test.ts'
import { givenRole } from '../../test/roles-under-test.ts'
import { roles as rolesService } from '../service.ts'

const roles = testService(rolesService)
let scene: Scene
let one: Scene
let held: Appointment
beforeAll(async () => {
  await roles.clock.set('2026-10-01T09:00:00Z')
  scene = await givenScene(roles)
})
beforeEach(async () => {
  one = { ...scene, ...(await givenTeacher(roles, scene.urn)) }
  held = await confirmed(roles, one, { firstDay: '2026-09-01', explanation: 'Agreed in July.' })
})

type Operation = typeof ChangeAppointment | typeof PauseAppointment | typeof EndAppointment | typeof CorrectAppointment
const asked = (operation: Operation, said: object, as = scene.manager) =>
  roles.ask(operation, { appointmentId: held.id, ...said } as never, { as }) as Promise<Appointment & { periods: object[] }>
const refused = (operation: Operation, said: object, as = scene.manager) =>
  roles.refusal(operation, { appointmentId: held.id, ...said }, { as })

describe('a change is a new period', () => {
  test('fewer minutes from a day on; days before keep theirs', async () => {
    const now = await asked(ChangeAppointment, { firstDay: '2026-11-01', minutesPerWeek: 60 })
    expect(now.periods).toMatchObject([
      { firstDay: '2026-09-01', lastDay: '2026-10-31', minutesPerWeek: 120 },
      { firstDay: '2026-11-01', minutesPerWeek: 60 },
    ])
    expect(await got(roles, held.id, { asAt: '2026-10-31' })).toMatchObject({ minutesPerWeek: 120 })
    expect(await got(roles, held.id, { asAt: '2026-11-01' })).toMatchObject({ minutesPerWeek: 60 })
    expect(await roles.emitted(AppointmentChanged, held.id)).toMatchObject([
      { version: 4, data: { firstDay: '2026-11-01', appointment: { version: 4 } } },
    ])
  })

  test('what changes nothing makes no period, no version and no event', async () => {
    expect(await asked(ChangeAppointment, { firstDay: '2026-11-01', minutesPerWeek: 120 })).toMatchObject({ version: 3 })
    expect(await roles.emitted(AppointmentChanged, held.id)).toEqual([])
  })

  test('more minutes need a release first', async () => {
    expect(await refused(ChangeAppointment, { firstDay: '2026-11-01', minutesPerWeek: 180 })).toMatchObject({
      ...{ status: 409, type: '/problems/release-needed', minutesPerWeek: 180, released: 120 },
    })
    await roles.ask(ReleaseAppointment, { appointmentId: held.id, minutesPerWeek: 180 }, { as: scene.head })
    expect(await asked(ChangeAppointment, { firstDay: '2026-11-01', minutesPerWeek: 180 })).toMatchObject({ version: 5 })
    expect(await happenings(roles, held.id)).toEqual(['offered', 'released', 'confirmed', 'released', 'changed'])
  })

  test('another school: the person works there, its head has released, and it belongs to the network', async () => {
    const to = scene.schools[0]!
    const change = { firstDay: '2026-11-01', urn: to }
    expect(await refused(ChangeAppointment, change)).toMatchObject({ type: '/problems/release-needed', released: 0 })
    const head = await acting(scene.heads.get(to)!)
    expect(await roles.refusal(ReleaseAppointment, { appointmentId: held.id, urn: to }, { as: head })).toMatchObject({ status: 404 })
    await givenEmployment(roles, one.personId, { urns: [to], firstDay: '2026-11-01' })
    await roles.ask(ReleaseAppointment, { appointmentId: held.id, urn: to }, { as: head })
    expect((await asked(ChangeAppointment, change)).periods).toMatchObject([
      { urn: scene.urn, lastDay: '2026-10-31' },
      { urn: to, firstDay: '2026-11-01' },
    ])
    expect(await refused(ChangeAppointment, { firstDay: '2026-12-01', urn: '999999', minutesPerWeek: 0 })).toMatchObject({
      type: '/problems/not-in-network',
    })
    expect(await refused(ChangeAppointment, { firstDay: '2026-12-01', urn: scene.schools[1]!, minutesPerWeek: 0 })).toMatchObject({
      type: '/problems/not-affiliated',
    })
  })

  test('another last day, earlier, later or none', async () => {
    expect(await asked(ChangeAppointment, { firstDay: '2026-10-01', lastDay: '2027-07-20' })).toMatchObject({ lastDay: '2027-07-20' })
    expect(await asked(ChangeAppointment, { firstDay: '2026-10-01', lastDay: '2027-03-31' })).toMatchObject({ lastDay: '2027-03-31' })
    const open = await asked(ChangeAppointment, { firstDay: '2026-10-01', lastDay: null })
    expect(open.lastDay).toBeUndefined()
    expect(open.periods).toHaveLength(1)
  })

  test('each refusal of a change', async () => {
    const problem = async (said: object) => (await refused(ChangeAppointment, said)).type
    expect(await problem({ firstDay: '2026-08-01', minutesPerWeek: 60, explanation: 'Late.' })).toBe('/problems/not-within-appointment')
    expect(await problem({ firstDay: '2026-09-01', minutesPerWeek: 60, explanation: 'Late.' })).toBe('/problems/not-within-appointment')
    expect(await problem({ firstDay: '2026-09-30', minutesPerWeek: 60 })).toBe('/problems/explanation-needed')
    expect(await problem({ firstDay: '2025-08-31', minutesPerWeek: 60, explanation: 'Late.' })).toBe('/problems/too-far-back')
    expect(await problem({ firstDay: '2026-11-01', lastDay: '2026-10-31' })).toBe('/problems/appointment-days-backwards')
    expect(await problem({ firstDay: '2026-11-01', minutesPerWeek: 200 })).toBe('/problems/release-needed')
    expect(await problem({ firstDay: '2026-11-01', share: 0.5 })).toBe('/problems/over-role-cap')
    expect(await problem({ firstDay: '2026-11-01', urn: scene.urn, organisationId: newId() })).toBe('/problems/one-place-needed')
    expect(await problem({ firstDay: '2026-11-01', affiliation: 'governance', urn: scene.urn, minutesPerWeek: 0 })).toBe(
      '/problems/not-affiliated',
    )
    const offer = await offered(roles, one, { roleCode: 'coach', firstDay: '2026-10-01' })
    expect(
      await roles.refusal(
        ChangeAppointment,
        { appointmentId: offer.id, firstDay: '2026-11-01', minutesPerWeek: 60 },
        { as: scene.manager },
      ),
    ).toMatchObject({
      ...{ type: '/problems/appointment-not-in-state', state: 'offered', needed: ['accepted', 'active', 'paused'] },
    })
    const stranger = await givenScene(roles)
    for (const as of [one.holder, scene.head, stranger.manager])
      expect((await refused(ChangeAppointment, { firstDay: '2026-11-01', minutesPerWeek: 60 }, as)).type).toBe(
        '/problems/no-such-appointment',
      )
  })

  test('a change that would meet another appointment, take too many minutes, or a place that is taken', async () => {
    await asked(EndAppointment, { lastDay: '2026-12-31', reason: 'completed' })
    const first = held
    held = await confirmed(roles, one, { firstDay: '2027-01-01', minutesPerWeek: 60 })
    const next = held
    held = first
    await asked(CorrectAppointment, { periods: [{ ...period(first), lastDay: '2026-12-30' }], explanation: 'A day less.' })
    expect(await refused(ChangeAppointment, { firstDay: '2026-12-01', lastDay: '2027-01-01' })).toMatchObject({
      type: '/problems/appointment-overlaps',
    })

    await offered(roles, one, { roleCode: 'consultant', firstDay: '2027-02-01', minutesPerWeek: 200 })
    held = next
    await roles.ask(ReleaseAppointment, { appointmentId: held.id, minutesPerWeek: 180 }, { as: scene.head })
    expect(await refused(ChangeAppointment, { firstDay: '2027-01-15', minutesPerWeek: 101 })).toMatchObject({
      ...{ type: '/problems/over-person-cap', day: '2027-02-01', otherMinutes: 200 },
    })
  })
})

const period = ({ firstDay }: { firstDay: string }) => ({
  ...{ firstDay, affiliation: 'employment' as const, urn: scene.urn, minutesPerWeek: 120, share: 1, paused: false },
})

describe('pause, cover and resumption', () => {
  test('paused from a day on, covered meanwhile, resumed: the cover ends the day before', async () => {
    const cover = { ...scene, ...(await givenTeacher(roles, scene.urn)) }
    expect(await asked(PauseAppointment, { firstDay: '2026-11-01' })).toMatchObject({ state: 'active', version: 4 })
    expect((await got(roles, held.id, { asAt: '2026-11-01' })).state).toBe('paused')
    const covering = await confirmed(roles, cover, { firstDay: '2026-11-01', covers: held.id })
    expect(await roles.ask(ResumeAppointment, { appointmentId: held.id, firstDay: '2027-03-01' }, { as: scene.manager })).toMatchObject({
      version: 5,
    })
    expect(await got(roles, covering.id, { asAt: '2027-03-01' })).toMatchObject({
      state: 'ended',
      lastDay: '2027-02-28',
      endReason: 'completed',
    })
    expect(await roles.emitted(AppointmentPaused, held.id)).toMatchObject([{ data: { firstDay: '2026-11-01' } }])
    expect(await roles.emitted(AppointmentResumed, held.id)).toMatchObject([{ data: { firstDay: '2027-03-01' } }])
    expect(await roles.emitted(AppointmentEnded, covering.id)).toMatchObject([{ version: 4, data: { lastDay: '2027-02-28' } }])
  })

  test('an offer of cover is withdrawn by it, and cover that has not begun never was', async () => {
    const [a, b] = [
      { ...scene, ...(await givenTeacher(roles, scene.urn)) },
      { ...scene, ...(await givenTeacher(roles, scene.urn)) },
    ]
    await asked(PauseAppointment, { firstDay: '2026-11-01' })
    const offer = await offered(roles, a, { firstDay: '2026-11-01', covers: held.id })
    const coming = await confirmed(roles, b, { firstDay: '2027-01-01', covers: held.id })
    await roles.ask(ResumeAppointment, { appointmentId: held.id, firstDay: '2026-12-01' }, { as: scene.manager })
    expect(await roles.emitted(AppointmentWithdrawn, offer.id)).toHaveLength(1)
    expect(await roles.emitted(AppointmentVoided, coming.id)).toMatchObject([
      { data: { appointment: { state: 'voided', endReason: 'completed' } } },
    ])
  })

  test('what is paused takes no minutes and no place; both are asked for again when it is resumed', async () => {
    const { code } = await givenRole(roles, { maxMinutesPerWeek: 300, maxHolders: 1 })
    const mine = await confirmed(roles, one, { roleCode: code, firstDay: '2026-10-01', minutesPerWeek: 180 })
    await roles.ask(PauseAppointment, { appointmentId: mine.id, firstDay: '2026-11-01' }, { as: scene.manager })
    const other = { ...scene, ...(await givenTeacher(roles, scene.urn)) }
    await confirmed(roles, other, { roleCode: code, firstDay: '2026-11-01' })
    const resuming = { appointmentId: mine.id, firstDay: '2026-12-01' }
    expect(await roles.refusal(ResumeAppointment, resuming, { as: scene.manager })).toMatchObject({
      type: '/problems/role-is-full',
      day: '2026-12-01',
    })
    await offered(roles, one, { roleCode: 'consultant', firstDay: '2026-11-01', minutesPerWeek: 180 })
    expect(await roles.refusal(ResumeAppointment, resuming, { as: scene.manager })).toMatchObject({ type: '/problems/over-person-cap' })
  })

  test('each refusal of a pause and of a resumption', async () => {
    const resumed = async (said: object) =>
      (await roles.refusal(ResumeAppointment, { appointmentId: held.id, ...said }, { as: scene.manager })).type
    expect(await resumed({ firstDay: '2026-11-01' })).toBe('/problems/appointment-not-in-state')
    await asked(PauseAppointment, { firstDay: '2026-11-01' })
    expect(await refused(PauseAppointment, { firstDay: '2026-12-01' })).toMatchObject({
      type: '/problems/appointment-not-in-state',
      needed: ['active'],
    })
    expect(await refused(PauseAppointment, { firstDay: '2026-08-01', explanation: 'Late.' })).toMatchObject({
      type: '/problems/not-within-appointment',
    })
    expect(await refused(PauseAppointment, { firstDay: '2026-09-15' })).toMatchObject({ type: '/problems/explanation-needed' })
    expect(await refused(PauseAppointment, { firstDay: '2024-09-15', explanation: 'Late.' })).toMatchObject({
      type: '/problems/too-far-back',
    })
    expect(await resumed({ firstDay: '2026-09-15' })).toBe('/problems/explanation-needed')
    expect(await resumed({ firstDay: '2024-09-15', explanation: 'Late.' })).toBe('/problems/too-far-back')
    expect(await resumed({ firstDay: '2026-08-01', explanation: 'Late.' })).toBe('/problems/not-within-appointment')
    await asked(EndAppointment, { lastDay: '2026-12-31', reason: 'completed' })
    expect(await refused(PauseAppointment, { firstDay: '2027-01-01' })).toMatchObject({
      type: '/problems/appointment-has-ended',
      lastDay: '2026-12-31',
    })
    expect(await resumed({ firstDay: '2027-01-01' })).toBe('/problems/appointment-has-ended')
    for (const operation of [PauseAppointment, ResumeAppointment] as const)
      expect(await roles.refusal(operation, { appointmentId: held.id, firstDay: '2026-11-01' }, { as: one.holder })).toMatchObject({
        status: 404,
      })
  })
})

describe('it ends', () => {
  test('the last day counts, and it ends once', async () => {
    expect(await asked(EndAppointment, { lastDay: '2026-12-31', reason: 'completed' })).toMatchObject({
      state: 'active',
      lastDay: '2026-12-31',
    })
    expect((await got(roles, held.id, { asAt: '2026-12-31' })).state).toBe('active')
    expect(await got(roles, held.id, { asAt: '2027-01-01' })).toMatchObject({ state: 'ended', endReason: 'completed' })
    expect(await refused(EndAppointment, { lastDay: '2026-11-30', reason: 'completed' })).toMatchObject({
      ...{ status: 409, type: '/problems/appointment-has-ended', lastDay: '2026-12-31' },
    })
    expect(await refused(ChangeAppointment, { firstDay: '2026-11-01', lastDay: null })).toMatchObject({
      type: '/problems/appointment-has-ended',
    })
    expect(await roles.emitted(AppointmentEnded, held.id)).toMatchObject([
      { data: { lastDay: '2026-12-31', appointment: { endReason: 'completed', state: 'active' } } },
    ])
  })

  test('the holder steps down; nobody else does it for them, and they give no other reason', async () => {
    expect(await refused(EndAppointment, { lastDay: '2026-12-31', reason: 'completed' }, one.holder)).toMatchObject({ status: 404 })
    expect(await refused(EndAppointment, { lastDay: '2026-12-31', reason: 'stepped-down' }, scene.head)).toMatchObject({ status: 404 })
    expect(await asked(EndAppointment, { lastDay: '2026-12-31', reason: 'stepped-down' }, one.holder)).toMatchObject({
      endReason: 'stepped-down',
    })
  })

  test('the signatory withdraws the release', async () => {
    const withdrawn = (as: string, said = {}) =>
      roles.refusal(WithdrawRelease, { appointmentId: held.id, lastDay: '2026-10-31', ...said }, { as })
    expect(await withdrawn(scene.manager)).toMatchObject({ status: 404 })
    expect(await withdrawn(await acting(scene.heads.get(scene.schools[0]!)!))).toMatchObject({ status: 404 })
    expect(await withdrawn(scene.head, { lastDay: '2026-08-31', explanation: 'Late.' })).toMatchObject({
      type: '/problems/appointment-days-backwards',
    })
    expect(await withdrawn(scene.head, { lastDay: '2026-09-30' })).toMatchObject({ type: '/problems/explanation-needed' })
    expect(await withdrawn(scene.head, { lastDay: '2024-09-30', explanation: 'Late.' })).toMatchObject({ type: '/problems/too-far-back' })
    const ended = await roles.ask(WithdrawRelease, { appointmentId: held.id, lastDay: '2026-10-31' }, { as: scene.head })
    expect(ended).toMatchObject({ lastDay: '2026-10-31', endReason: 'release-withdrawn' })
    expect(await withdrawn(scene.head)).toMatchObject({ type: '/problems/appointment-has-ended' })
    const free = await confirmed(roles, one, { roleCode: 'steering-member', minutesPerWeek: 0, firstDay: '2026-10-01' })
    expect(await roles.refusal(WithdrawRelease, { appointmentId: free.id, lastDay: '2026-10-31' }, { as: scene.head })).toMatchObject({
      type: '/problems/nothing-to-release',
    })
    const offer = await offered(roles, one, { roleCode: 'coach', firstDay: '2026-10-01' })
    expect(await roles.refusal(WithdrawRelease, { appointmentId: offer.id, lastDay: '2026-10-31' }, { as: scene.head })).toMatchObject({
      type: '/problems/appointment-not-in-state',
    })
  })

  test('it can end earlier than what befalls it, not later', async () => {
    await employmentEnds(roles, one.personId, one.employmentId, '2026-12-31', [scene.urn])
    expect(await refused(EndAppointment, { lastDay: '2026-12-31', reason: 'completed' })).toMatchObject({
      ...{ type: '/problems/appointment-has-ended', lastDay: '2026-12-31' },
    })
    expect(await asked(EndAppointment, { lastDay: '2026-11-30', reason: 'completed' })).toMatchObject({
      endReason: 'completed',
      lastDay: '2026-11-30',
    })
  })

  test('each refusal of an end', async () => {
    const problem = async (said: object) => (await refused(EndAppointment, { reason: 'completed', ...said })).type
    expect(await problem({ lastDay: '2026-08-31', explanation: 'Late.' })).toBe('/problems/appointment-days-backwards')
    expect(await problem({ lastDay: '2026-09-30' })).toBe('/problems/explanation-needed')
    expect(await problem({ lastDay: '2025-08-31', explanation: 'Late.' })).toBe('/problems/too-far-back')
    expect(await problem({ lastDay: '2026-10-31', reason: 'network-dissolved' })).toBe('/problems/invalid-input')
    const offer = await offered(roles, one, { roleCode: 'coach', firstDay: '2026-10-01' })
    expect(
      await roles.refusal(EndAppointment, { appointmentId: offer.id, lastDay: '2026-10-31', reason: 'completed' }, { as: scene.manager }),
    ).toMatchObject({ type: '/problems/appointment-not-in-state' })
  })
})

describe('what was recorded wrongly', () => {
  test('is corrected as a whole, and what was known before stays readable', async () => {
    await asked(EndAppointment, { lastDay: '2026-12-31', reason: 'completed' })
    const before = new Date(roles.clock.now()).toISOString()
    await roles.clock.advance({ minutes: 1 })
    const periods = [
      { ...period(held), lastDay: '2026-10-15' },
      { ...period(held), firstDay: '2026-10-16', minutesPerWeek: 60 },
    ]
    const now = await asked(CorrectAppointment, { periods, explanation: 'The end was another’s.' })
    expect(now).toMatchObject({ version: 5, periods })
    expect(now.lastDay).toBeUndefined()
    expect(await got(roles, held.id, { asKnownAt: before })).toMatchObject({ version: 4, lastDay: '2026-12-31', endReason: 'completed' })
    expect(await roles.emitted(AppointmentCorrected, held.id)).toMatchObject([{ version: 5 }])
  })

  test('each refusal of a correction', async () => {
    const problem = async (said: object) => (await refused(CorrectAppointment, { explanation: 'Wrong.', ...said })).type
    const gap = [
      { ...period(held), lastDay: '2026-10-15' },
      { ...period(held), firstDay: '2026-10-17' },
    ]
    expect(await problem({ periods: gap })).toBe('/problems/gap-between-periods')
    expect(await problem({ periods: [{ ...period(held), lastDay: '2026-08-31' }] })).toBe('/problems/appointment-days-backwards')
    expect(await problem({ periods: [{ ...period(held), firstDay: '2025-08-31' }] })).toBe('/problems/too-far-back')
    expect(await problem({ periods: [{ ...period(held), minutesPerWeek: 180 }] })).toBe('/problems/release-needed')
    expect(await problem({ periods: [{ ...period(held), urn: scene.schools[0]!, minutesPerWeek: 0 }] })).toBe('/problems/not-affiliated')
    expect(await problem({ periods: [{ ...period(held), share: 0.5 }] })).toBe('/problems/over-role-cap')
    expect(await problem({ periods: [period(held)], explanation: ' ' })).toBe('/problems/invalid-input')
    const offer = await offered(roles, one, { roleCode: 'coach', firstDay: '2026-10-01' })
    expect(
      await roles.refusal(
        CorrectAppointment,
        { appointmentId: offer.id, periods: [period(held)], explanation: 'Wrong.' },
        { as: scene.manager },
      ),
    ).toMatchObject({ type: '/problems/appointment-not-in-state' })
    expect(await refused(CorrectAppointment, { periods: [period(held)], explanation: 'Wrong.' }, one.holder)).toMatchObject({ status: 404 })
  })

  test('what was entered in error never was: its days are free again', async () => {
    const voiding = { appointmentId: held.id, explanation: 'Meant for somebody else.' }
    expect(await roles.refusal(VoidAppointment, voiding, { as: one.holder })).toMatchObject({ status: 404 })
    expect(await roles.ask(VoidAppointment, voiding, { as: scene.manager })).toMatchObject({ state: 'voided', version: 4 })
    expect(await roles.refusal(VoidAppointment, voiding, { as: scene.manager })).toMatchObject({
      type: '/problems/appointment-not-in-state',
      state: 'voided',
    })
    expect(await confirmed(roles, one, { explanation: 'Now rightly.' })).toMatchObject({ firstDay: '2026-09-01' })
  })

  test('co-leaders are changed and ended in membership', async () => {
    const [appointmentId] = (await coLeaderAppointments()) as [string]
    const as = scene.manager
    const follows = { status: 409, type: '/problems/follows-co-leaders' }
    expect(await roles.refusal(EndAppointment, { appointmentId, lastDay: '2026-12-31', reason: 'completed' }, { as })).toMatchObject(
      follows,
    )
    expect(await roles.refusal(VoidAppointment, { appointmentId, explanation: 'Wrong.' }, { as })).toMatchObject(follows)
    expect(await roles.refusal(ChangeAppointment, { appointmentId, firstDay: '2026-11-01', lastDay: '2026-12-31' }, { as })).toMatchObject(
      follows,
    )
    expect(
      await roles.refusal(CorrectAppointment, { appointmentId, periods: [period(held)], explanation: 'Wrong.' }, { as }),
    ).toMatchObject(follows)
    const urn = scene.coLeaders[0]!.urn
    const head = await acting(scene.heads.get(urn)!)
    expect(await roles.refusal(WithdrawRelease, { appointmentId, lastDay: '2026-12-31' }, { as: head })).toMatchObject(follows)
    await roles.ask(ReleaseAppointment, { appointmentId, minutesPerWeek: 60 }, { as: head })
    expect(await roles.ask(ChangeAppointment, { appointmentId, firstDay: '2026-11-01', minutesPerWeek: 60 }, { as })).toMatchObject({
      version: 3,
    })
  })
})

const coLeaderAppointments = async (): Promise<string[]> => {
  const { items } = await roles.ask(ListAppointments, { networkId: scene.networkId, roleCode: 'co-leader' }, { as: scene.manager })
  return items.map(({ id }) => id)
}
