import { event } from '@nlc/contracts/define'
import { Id } from '@nlc/contracts/formats'
import { EmploymentChanged } from '@nlc/contracts/membership'
import {
  ExceptOverdraft,
  GetOverdraft,
  GetTimeBalance,
  ListOverdrafts,
  ListTimePostings,
  OverdraftExcepted,
  OverdraftRecorded,
  OverdraftSettled,
  OverdraftUnresolved,
  SpendTime,
  TimeAccountMoved,
  TimeSpent,
  TimeTakenFrom,
  VoidAppointment,
} from '@nlc/contracts/roles'
import { newId, react } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import Type from 'typebox'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Appointment, confirmed, givenScene, givenTeacher, type Scene } from '../../test/appointments-under-test.ts'
import { acting, givenDelegate, givenPerson, givenSharing, personMerged, theClient, theNationalBody } from '../../test/known-under-test.ts'
import { roles as service } from '../service.ts'
import { type Posted, post, postingEvents } from './post.ts'

/** Another service, as it will be: it says what it booked and cancelled. */
const about = { booking: 'bookingId' } as const
const Booked = event('scheduling.place-taken', {
  summary: 'Somebody booked',
  about,
  data: { bookingId: Id, appointmentId: Id, day: Type.String(), minutes: Type.Integer(), takenFrom: TimeTakenFrom },
})
const Cancelled = event('scheduling.place-given-back', { summary: 'A booking was cancelled', about, data: { bookingId: Id } })
const outcomes: Posted['outcome'][] = []
const source = 'scheduling'
const roles = testService({
  ...service,
  reactions: [
    ...service.reactions,
    react('roles.spend-on-booked', { on: Booked, emits: postingEvents }, async ({ bookingId: reference, ...spend }, change) => {
      outcomes.push((await post(change, { kind: 'spend', source, reference, ...spend })).outcome)
    }),
    react('roles.refund-on-cancelled', { on: Cancelled, emits: postingEvents }, async ({ bookingId }, change) => {
      outcomes.push((await post(change, { kind: 'refund', source, reference: `${bookingId} cancelled`, of: bookingId })).outcome)
    }),
  ],
})

let scene: Scene
let appointment: Appointment
let employmentId: string

beforeAll(async () => {
  await roles.clock.set('2026-10-12T10:00:00Z')
  scene = await givenScene(roles)
})
/** 120 minutes a week: 816 until the week of 12 October. */
beforeEach(async () => {
  await roles.clock.set('2026-10-12T10:00:00Z')
  const teacher = await givenTeacher(roles, scene.urn)
  employmentId = teacher.employmentId
  appointment = await confirmed(roles, { ...scene, ...teacher }, { explanation: 'Agreed last term.' })
  outcomes.length = 0
})

const booked = async (minutes: number, said: { day?: string; takenFrom?: 'evening' | 'ppa'; bookingId?: string } = {}) => {
  const bookingId = said.bookingId ?? newId()
  await roles.given(Booked, { appointmentId: appointment.id, day: '2026-10-13', minutes, takenFrom: 'teaching', ...said, bookingId })
  return bookingId
}
const cancelled = (bookingId: string) => roles.given(Cancelled, { bookingId })
const balance = async (asAt = '2026-10-13') =>
  roles.ask(GetTimeBalance, { appointmentId: appointment.id, asAt }, { as: await theNationalBody() })
const overdrafts = async () =>
  (await roles.ask(ListOverdrafts, { networkId: scene.networkId, limit: 200 }, { as: scene.manager })).items.filter(
    ({ appointmentId }) => appointmentId === appointment.id,
  )
const onlyOverdraft = async () => {
  const [overdraft, ...more] = await overdrafts()
  expect(more).toEqual([])
  return overdraft!
}
const saidOf = async (overdraftId: string) => {
  const all = []
  for (const said of [OverdraftRecorded, OverdraftExcepted, OverdraftUnresolved, OverdraftSettled])
    all.push(...(await roles.emitted(said, overdraftId)))
  return all
    .sort((a, b) => a.version - b.version)
    .map(({ name, data }) => [name.replace('roles.overdraft-', ''), 'minutes' in data ? data.minutes : 0])
}

describe('what another service booked', () => {
  test('is spent, with its own id of the booking in what is said', async () => {
    const bookingId = await booked(300)
    expect(outcomes).toEqual(['posted'])
    expect(await balance()).toMatchObject({ spent: 300, balance: 516 })
    expect((await roles.emitted(TimeSpent)).at(-1)!.data).toMatchObject({ source, reference: bookingId, minutes: 300 })
    expect(await overdrafts()).toEqual([])
    const { items } = await roles.ask(ListTimePostings, { appointmentId: appointment.id }, { as: scene.manager })
    expect(items).toMatchObject([{ postedBy: 'service', reference: bookingId }])
  })

  test('is posted once, however often it is said; nothing is posted of evenings, nor of protected time', async () => {
    const bookingId = await booked(300)
    await booked(300, { bookingId })
    await booked(100, { takenFrom: 'evening' })
    await booked(100, { takenFrom: 'ppa' })
    expect(outcomes).toEqual(['posted', 'posted-before', 'nothing-to-post', 'protected-time'])
    expect(await balance()).toMatchObject({ spent: 300 })
  })

  test('comes back when it is cancelled, once', async () => {
    const bookingId = await booked(300)
    await cancelled(bookingId)
    await cancelled(bookingId)
    await cancelled(newId())
    expect(outcomes).toEqual(['posted', 'posted', 'posted-before', 'nothing-to-post'])
    expect(await balance()).toMatchObject({ spent: 0 })
  })

  test('is an overdraft where there is no time for it, and says whose booking it is; by hand nothing can be spent before', async () => {
    const bookingId = await booked(900)
    expect(await balance()).toMatchObject({ balance: -84, available: 0 })
    const overdraft = await onlyOverdraft()
    expect(overdraft).toMatchObject({
      state: 'open',
      minutes: 84,
      day: '2026-10-13',
      exceptBy: '2026-10-19',
      version: 1,
      personId: appointment.personId,
    })
    expect((await roles.emitted(OverdraftRecorded, overdraft.id)).map(({ data }) => data)).toEqual([
      {
        overdraftId: overdraft.id,
        appointmentId: appointment.id,
        networkId: scene.networkId,
        academicYear: '2026-27',
        postingId: overdraft.postingId,
        day: '2026-10-13',
        minutes: 84,
        exceptBy: '2026-10-19',
        source,
        reference: bookingId,
      },
    ])
    const spend = { appointmentId: appointment.id, day: '2026-09-01', minutes: 1, takenFrom: 'teaching' as const, reference: newId() }
    expect(await roles.refusal(SpendTime, spend, { as: scene.manager })).toMatchObject({ type: '/problems/time-overdrawn', available: 0 })
  })

  test('and what is spent by hand at the same time: no command overdraws knowingly, and what is overdrawn is the booking', async () => {
    for (let round = 0; round < 5; round++) {
      const before = await balance('2027-06-30')
      const day = `2026-11-${String(10 + round)}`
      const { available } = await balance(day)
      const spend = {
        appointmentId: appointment.id,
        day,
        minutes: Math.min(600, available),
        takenFrom: 'teaching' as const,
        reference: newId(),
      }
      const [byHand] = await Promise.allSettled([roles.ask(SpendTime, spend, { as: scene.manager }), booked(200, { day })])
      const after = await balance('2027-06-30')
      expect(before.balance - after.balance).toBe(200 + (byHand!.status === 'fulfilled' ? spend.minutes : 0))
    }
    // Of every day that lies below nothing, bookings explain it all.
    const all = await overdrafts()
    const { items } = await roles.ask(ListTimePostings, { appointmentId: appointment.id }, { as: scene.manager })
    for (const { postingId } of all) expect(items.find(({ id }) => id === postingId)?.postedBy).toBe('service')
    for (let day = 10; day < 30; day++) {
      const asAt = `2026-11-${day}`
      const missing = Math.max(0, -(await balance(asAt)).balance)
      const explained = all.filter((overdraft) => overdraft.day <= asAt).reduce((sum, { minutes }) => sum + minutes, 0)
      expect(explained).toBeGreaterThanOrEqual(missing)
    }
  })
})

describe('an overdraft', () => {
  const reason = 'The exhibition is once in ten years.'

  test('stands by the exception of the signatory, which grants the minutes to this booking alone', async () => {
    const bookingId = await booked(900)
    const { id: overdraftId } = await onlyOverdraft()
    const excepted = await roles.ask(ExceptOverdraft, { overdraftId, reason }, { as: scene.head, expectedVersion: 1 })
    expect(excepted).toMatchObject({ state: 'excepted', minutes: 84, reason, version: 2 })
    expect(await balance()).toMatchObject({ granted: 84, balance: 0, available: 0 })
    const [said] = await roles.emitted(OverdraftExcepted, overdraftId)
    expect(said!.data).toMatchObject({ minutes: 84, exceptedBy: scene.heads.get(scene.urn), source, reference: bookingId })
    expect(JSON.stringify(said!.data)).not.toContain(reason)
    // It is too late for another word on it.
    expect(await roles.refusal(ExceptOverdraft, { overdraftId, reason }, { as: scene.head })).toMatchObject({
      status: 409,
      type: '/problems/overdraft-not-open',
      state: 'excepted',
    })
    await roles.clock.set('2026-10-25T10:00:00Z')
    await roles.idle()
    expect(await saidOf(overdraftId)).toEqual([
      ['recorded', 84],
      ['excepted', 84],
    ])
    await cancelled(bookingId)
    expect(await balance()).toMatchObject({ granted: 0, spent: 0, balance: 816 })
  })

  test('is excepted for those alone who may release the holder’s time', async () => {
    await booked(900)
    const { id: overdraftId } = await onlyOverdraft()
    const client = newId()
    await givenSharing(roles, client, { urn: scene.urn })
    const otherHead = await acting(scene.heads.get(scene.schools[0]!)!)
    for (const as of [scene.manager, otherHead, await acting(appointment.personId)])
      expect(await roles.refusal(ExceptOverdraft, { overdraftId, reason }, { as })).toMatchObject({
        status: 404,
        type: '/problems/no-such-overdraft',
      })
    for (const as of [await theClient(client), await theNationalBody()])
      expect(await roles.refusal(ExceptOverdraft, { overdraftId, reason }, { as })).toMatchObject({
        status: 403,
        type: '/problems/needs-person',
      })
    expect(await roles.refusal(ExceptOverdraft, { overdraftId: newId(), reason }, { as: scene.head })).toMatchObject({ status: 404 })
    expect(await roles.refusal(ExceptOverdraft, { overdraftId, reason }, { as: scene.head, expectedVersion: 7 })).toMatchObject({
      status: 412,
    })
    const delegate = await givenPerson(roles, { urns: [scene.urn] })
    await givenDelegate(roles, delegate, { urn: scene.urn })
    expect(await roles.ask(ExceptOverdraft, { overdraftId, reason }, { as: await acting(delegate) })).toMatchObject({ state: 'excepted' })
  })

  test('without an exception it is unresolved once seven days have gone by, and the booking is to be cancelled', async () => {
    const bookingId = await booked(900)
    const { id: overdraftId } = await onlyOverdraft()
    await roles.clock.set('2026-10-19T22:59:00Z')
    await roles.idle()
    expect(await saidOf(overdraftId)).toEqual([['recorded', 84]])
    // Midnight in London, in summer time.
    await roles.clock.set('2026-10-19T23:00:01Z')
    await expect
      .poll(() => saidOf(overdraftId))
      .toEqual([
        ['recorded', 84],
        ['unresolved', 84],
      ])
    expect((await roles.emitted(OverdraftUnresolved, overdraftId))[0]!.data).toMatchObject({ source, reference: bookingId })
    expect(await roles.refusal(ExceptOverdraft, { overdraftId, reason }, { as: scene.head })).toMatchObject({ state: 'unresolved' })
    await cancelled(bookingId)
    expect((await saidOf(overdraftId)).at(-1)).toEqual(['settled', 0])
    expect(await onlyOverdraft()).toMatchObject({ state: 'settled', minutes: 0, version: 3 })
  })

  test('is less, or none any more, when other minutes come back: the first that was posted is served first', async () => {
    const first = await booked(700)
    await booked(200)
    await booked(50)
    expect((await overdrafts()).map(({ minutes, state }) => [minutes, state])).toEqual([
      [84, 'open'],
      [50, 'open'],
    ])
    const other = await booked(10)
    await cancelled(other)
    await cancelled(first)
    expect((await overdrafts()).map(({ state }) => state)).toEqual(['settled', 'settled', 'settled'])
  })

  test('comes of less time that accrues than was thought, and goes with more', async () => {
    await booked(600)
    const conditions = {
      employmentId,
      personId: appointment.personId,
      firstDay: '2026-09-07',
      employer: { kind: 'governing-body' as const, reference: scene.urn },
      urns: [scene.urn],
      workingDays: ['monday' as const],
      staffCategory: 'teacher' as const,
    }
    await roles.given(EmploymentChanged, { ...conditions, fte: 0.5 })
    await roles.idle()
    // 96, and six weeks at half of 120, for 600.
    expect(await onlyOverdraft()).toMatchObject({ state: 'open', minutes: 144 })
    await roles.given(EmploymentChanged, { ...conditions, fte: 0.6 })
    await roles.idle()
    const { id } = await onlyOverdraft()
    await roles.given(EmploymentChanged, { ...conditions, fte: 1 })
    await roles.idle()
    expect(await saidOf(id)).toEqual([
      ['recorded', 144],
      ['recorded', 72],
      ['settled', 0],
    ])
  })

  test('is all that was spent where the appointment never was', async () => {
    await booked(300)
    await roles.ask(VoidAppointment, { appointmentId: appointment.id, explanation: 'Entered for another.' }, { as: scene.manager })
    await roles.idle()
    expect(await onlyOverdraft()).toMatchObject({ state: 'open', minutes: 300 })
  })

  test('is shown to who sees the appointment; lists are by state, network and school', async () => {
    await booked(900)
    const { id: overdraftId } = await onlyOverdraft()
    expect(await roles.ask(GetOverdraft, { overdraftId }, { as: scene.head })).toMatchObject({ id: overdraftId, minutes: 84 })
    expect(await roles.refusal(GetOverdraft, { overdraftId }, { as: await theClient(newId()) })).toMatchObject({
      status: 404,
      type: '/problems/no-such-overdraft',
    })
    const listed = async (input: object) => (await roles.ask(ListOverdrafts, input, { as: scene.head })).items.map(({ id }) => id)
    expect(await listed({ state: 'open', urn: scene.urn })).toContain(overdraftId)
    expect(await listed({ state: 'excepted', urn: scene.urn })).not.toContain(overdraftId)
    expect(await listed({ urn: scene.schools[0]! })).toEqual([])
    expect((await roles.ask(ListOverdrafts, {}, { as: await theClient(newId()) })).items).toEqual([])
  })
})

test('what was posted on an appointment that was recorded twice is posted on the one that stays', async () => {
  const twin = await givenTeacher(roles, scene.urn)
  const other = await confirmed(roles, { ...scene, ...twin }, { explanation: 'Agreed last term.' })
  await booked(300)
  const mine = appointment
  await personMerged(roles, mine.personId, twin.personId)
  await roles.idle()
  appointment = other
  expect(await balance()).toMatchObject({ spent: 300, balance: 516 })
  expect((await roles.emitted(TimeAccountMoved)).at(-1)!.data).toMatchObject({ appointmentId: mine.id, intoAppointmentId: other.id })
  expect(await overdrafts()).toEqual([])
})
