import {
  ChangeAppointment,
  GetTimeBalance,
  ListTimePostings,
  NoSuchAppointment,
  PauseAppointment,
  RefundTime,
  SpendTime,
  TimeRefunded,
  TimeSpent,
} from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Appointment, confirmed, givenScene, givenTeacher, offered, type Scene } from '../../test/appointments-under-test.ts'
import { acting, givenGovernor, givenPerson, givenSharing, theClient, theNationalBody } from '../../test/known-under-test.ts'
import { roles as service } from '../service.ts'

const roles = testService(service)
let scene: Scene
let appointment: Appointment
let n = 0
const reference = () => `posting-${++n}`

/** An ICT innovator with 120 minutes a week from 1 September 2026, full time, of whom nothing is posted yet. */
async function innovator(said: Parameters<typeof confirmed>[2] = {}, work: Parameters<typeof givenTeacher>[2] = {}): Promise<Appointment> {
  return confirmed(roles, { ...scene, ...(await givenTeacher(roles, scene.urn, work)) }, { explanation: 'Agreed last term.', ...said })
}
const balance = async (appointmentId: string, asAt?: string) =>
  roles.ask(GetTimeBalance, { appointmentId, ...(asAt && { asAt }) }, { as: await theNationalBody() })
const spend = (appointmentId: string, said: object = {}) => ({
  appointmentId,
  day: '2026-10-05',
  minutes: 120,
  takenFrom: 'teaching' as const,
  reference: reference(),
  ...said,
})

beforeAll(async () => {
  await roles.clock.set('2026-08-24T10:00:00Z')
  scene = await givenScene(roles)
  appointment = await innovator()
  await roles.clock.set('2026-10-12T10:00:00Z')
})

describe('the allowance', () => {
  test('accrues by school week from the first day, in proportion to FTE; a balance says where it comes from', async () => {
    const full = await balance(appointment.id, '2026-09-14')
    expect(full).toMatchObject({ academicYear: '2026-27', accrued: 96 + 2 * 120, spent: 0, granted: 0, balance: 336, available: 336 })
    expect(full.weeks).toEqual([
      { firstDay: '2026-09-01', schoolDays: 4, accrued: 96, spent: 0 },
      { firstDay: '2026-09-07', schoolDays: 5, accrued: 120, spent: 0 },
      { firstDay: '2026-09-14', schoolDays: 5, accrued: 120, spent: 0 },
    ])
    const part = await innovator({ firstDay: '2026-10-12' }, { fte: 0.6 })
    expect(await balance(part.id)).toMatchObject({ asAt: '2026-10-12', accrued: 72, entitledInYear: 72 * 33 })
  })

  test('of a paused role accrues nothing, and other minutes accrue from their day on', async () => {
    const { id } = await innovator({ firstDay: '2026-10-12' })
    await roles.ask(ChangeAppointment, { appointmentId: id, firstDay: '2026-10-19', minutesPerWeek: 60 }, { as: scene.manager })
    await roles.ask(PauseAppointment, { appointmentId: id, firstDay: '2026-11-04' }, { as: scene.manager })
    // Half-term from 26 October; two fifths of the week in which the pause begins.
    expect((await balance(id, '2026-11-30')).weeks.map(({ accrued }) => accrued)).toEqual([
      ...new Array(6).fill(0),
      120,
      60,
      24,
      0,
      0,
      0,
      0,
    ])
  })

  test('lapses with the academic year', async () => {
    const before = await balance(appointment.id, '2027-08-31')
    const after = await balance(appointment.id, '2027-09-01')
    expect(before.available).toBeGreaterThan(4000)
    expect(after).toMatchObject({ academicYear: '2027-28', accrued: 96 + 24 - 48, available: 72 })
  })

  test('is seen by who sees the appointment, and looks to others like none', async () => {
    const client = newId()
    await givenSharing(roles, client, { urn: scene.urn })
    const input = { appointmentId: appointment.id }
    for (const as of [scene.manager, scene.head, await theClient(client)])
      expect(await roles.ask(GetTimeBalance, input, { as })).toMatchObject({ appointmentId: appointment.id })
    const nothing = { status: NoSuchAppointment.status, type: '/problems/no-such-appointment', title: NoSuchAppointment.title }
    for (const as of [await theClient(newId()), scene.holder]) {
      for (const operation of [GetTimeBalance, ListTimePostings])
        expect(await roles.refusal(operation, input, { as })).toMatchObject(nothing)
    }
    expect(await roles.refusal(GetTimeBalance, { appointmentId: newId() }, { as: scene.manager })).toMatchObject(nothing)
    for (const asAt of ['1999-12-31', '9999-12-31'])
      expect(await roles.refusal(GetTimeBalance, { ...input, asAt }, { as: scene.manager })).toMatchObject({ status: 400 })
    for (const asAt of ['2000-01-01', '2099-12-31'])
      expect(await roles.ask(GetTimeBalance, { ...input, asAt }, { as: scene.manager })).toMatchObject({ accrued: 0, weeks: [] })
  })
})

describe('spending', () => {
  test('takes minutes of a day; all later days have them no more, and it is said without a word of who posted', async () => {
    const { id } = await innovator()
    const input = spend(id, { minutes: 300 })
    const posting = await roles.ask(SpendTime, input, { as: scene.manager })
    expect(posting).toMatchObject({ kind: 'spend', day: '2026-10-05', minutes: 300, academicYear: '2026-27', postedBy: 'hand' })
    expect(await balance(id, '2026-10-04')).toMatchObject({ spent: 0, balance: 576, available: 396 })
    expect(await balance(id, '2026-10-05')).toMatchObject({ spent: 300, balance: 396, available: 396 })
    const [said, ...more] = (await roles.emitted(TimeSpent)).filter(({ data }) => data.postingId === posting.id)
    expect(more).toEqual([])
    expect(said!.data).toEqual({
      accountId: said!.aggregateId,
      appointmentId: id,
      academicYear: '2026-27',
      postingId: posting.id,
      day: '2026-10-05',
      minutes: 300,
    })
  })

  test('the same reference posts once, also at once; for anything else it is refused, also on another appointment', async () => {
    const { id } = await innovator()
    const input = spend(id)
    const answers = await Promise.all(Array.from({ length: 8 }, () => roles.ask(SpendTime, input, { as: scene.manager })))
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
    expect(await balance(id)).toMatchObject({ spent: 120 })
    const used = { status: 409, type: '/problems/posting-reference-used' }
    expect(await roles.refusal(SpendTime, { ...input, minutes: 60 }, { as: scene.manager })).toMatchObject(used)
    expect(await roles.refusal(SpendTime, { ...input, appointmentId: appointment.id }, { as: scene.manager })).toMatchObject(used)
    expect(await balance(id)).toMatchObject({ spent: 120 })
  })

  test('not more than has accrued by the day, and than is left on each later day', async () => {
    const { id } = await innovator()
    expect(await roles.refusal(SpendTime, spend(id, { day: '2026-09-02', minutes: 97 }), { as: scene.manager })).toMatchObject({
      status: 409,
      type: '/problems/time-overdrawn',
      asked: 97,
      available: 96,
      day: '2026-09-02',
    })
    await roles.ask(SpendTime, spend(id, { day: '2026-11-16', minutes: 600 }), { as: scene.manager })
    await roles.ask(SpendTime, spend(id, { day: '2026-11-16', minutes: 600 }), { as: scene.manager })
    expect(await balance(id, '2026-11-16')).toMatchObject({ balance: 96, available: 96 })
    // There is more now; it is meant for then.
    expect(await balance(id, '2026-10-12')).toMatchObject({ balance: 816, available: 96 })
    expect(await roles.refusal(SpendTime, spend(id, { minutes: 97 }), { as: scene.manager })).toMatchObject({ available: 96 })
  })

  test.each(['inset', 'evening', 'governor', 'guest'] as const)('%s: nothing is spent, so there is nothing to post', async (takenFrom) => {
    expect(await roles.refusal(SpendTime, spend(appointment.id, { takenFrom }), { as: scene.manager })).toMatchObject({
      status: 422,
      type: '/problems/nothing-to-spend',
      takenFrom,
    })
  })

  test.each(['ppa', 'early-career-induction'] as const)('%s cannot be spent', async (takenFrom) => {
    expect(await roles.refusal(SpendTime, spend(appointment.id, { takenFrom }), { as: scene.manager })).toMatchObject({
      status: 422,
      type: '/problems/protected-time',
      takenFrom,
    })
  })

  test('a governor spends nothing', async () => {
    const personId = await givenPerson(roles)
    await givenGovernor(roles, personId, { urn: scene.urn })
    const governor = { ...scene, personId, holder: await acting(personId) }
    const { id } = await confirmed(roles, governor, {
      roleCode: 'steering-member',
      affiliation: 'governance',
      urn: scene.urn,
      minutesPerWeek: 0,
      firstDay: '2026-10-12',
    })
    expect(await roles.refusal(SpendTime, spend(id, { day: '2026-10-13' }), { as: scene.manager })).toMatchObject({
      type: '/problems/nothing-to-spend',
    })
  })

  test('only on days on which the role is held and not paused', async () => {
    const { id } = await innovator({ firstDay: '2026-10-12', lastDay: '2026-12-18' })
    await roles.ask(PauseAppointment, { appointmentId: id, firstDay: '2026-12-01' }, { as: scene.manager })
    for (const day of ['2026-10-11', '2026-12-01', '2027-01-05'])
      expect(await roles.refusal(SpendTime, spend(id, { day, minutes: 1 }), { as: scene.manager })).toMatchObject({
        status: 422,
        type: '/problems/not-held-on-day',
        day,
      })
  })

  test('from 1 September of the last academic year to the end of the next', async () => {
    for (const day of ['2025-08-31', '2028-09-01'])
      expect(await roles.refusal(SpendTime, spend(appointment.id, { day }), { as: scene.manager })).toMatchObject({
        status: 422,
        type: '/problems/posting-day-out-of-range',
        earliest: '2025-09-01',
        latest: '2028-08-31',
      })
  })

  test('is posted for a co-leader, the school’s signatory and the national body; for others there is no such appointment', async () => {
    const { id } = await innovator()
    for (const as of [scene.manager, scene.head, await theNationalBody()])
      expect(await roles.ask(SpendTime, spend(id, { minutes: 1 }), { as })).toMatchObject({ minutes: 1 })
    const client = newId()
    await givenSharing(roles, client, { urn: scene.urn })
    const otherHead = await acting(scene.heads.get(scene.schools[0]!)!)
    for (const as of [await theClient(client), otherHead, await acting(await givenPerson(roles))])
      expect(await roles.refusal(SpendTime, spend(id), { as })).toMatchObject({ status: 404, type: '/problems/no-such-appointment' })
    const offer = await offered(roles, { ...scene, ...(await givenTeacher(roles, scene.urn)) }, { firstDay: '2026-10-12' })
    expect(await roles.refusal(SpendTime, spend(offer.id), { as: scene.manager })).toMatchObject({ status: 404 })
  })

  test('two that spend at once never spend more than there is', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await innovator()
      const { available } = await balance(id, '2026-09-07')
      expect(available).toBe(216)
      const results = await Promise.allSettled(
        [120, 120, 60, 60, 100, 150].map((minutes) =>
          roles.ask(SpendTime, spend(id, { day: '2026-09-07', minutes }), { as: scene.manager }),
        ),
      )
      const spent = results.reduce((sum, result) => (result.status === 'fulfilled' ? sum + result.value.minutes : sum), 0)
      expect(results.some(({ status }) => status === 'rejected')).toBe(true)
      expect(spent).toBeLessThanOrEqual(216)
      // As many as could be: no other of them would have gone in as well.
      for (const result of results) if (result.status === 'rejected') expect(String(result.reason)).toContain('time-overdrawn')
      expect(await balance(id, '2026-09-07')).toMatchObject({ spent, balance: 216 - spent })
    }
  })
})

describe('what did not take place', () => {
  test('comes back on the day on which it was spent, in part or in all', async () => {
    const { id } = await innovator()
    const spent = await roles.ask(SpendTime, spend(id, { day: '2026-11-16', minutes: 300 }), { as: scene.manager })
    const back = await roles.ask(
      RefundTime,
      { appointmentId: id, spendId: spent.id, minutes: 100, reference: reference() },
      { as: scene.manager },
    )
    expect(back).toMatchObject({ kind: 'refund', day: '2026-11-16', minutes: 100, spendId: spent.id })
    expect(await balance(id, '2026-11-16')).toMatchObject({ spent: 200 })
    await roles.ask(RefundTime, { appointmentId: id, spendId: spent.id, reference: reference() }, { as: scene.head })
    expect(await balance(id, '2026-11-16')).toMatchObject({ spent: 0 })
    expect(await balance(id, '2026-11-15')).toMatchObject({ spent: 0, available: 1176 })
    const all = await roles.emitted(TimeRefunded)
    expect(all.filter(({ data }) => data.spendId === spent.id).map(({ data }) => data.minutes)).toEqual([100, 200])
  })

  test('comes back once for each reference, and never more than was spent, also at once', async () => {
    const { id } = await innovator()
    const { id: spendId } = await roles.ask(SpendTime, spend(id, { minutes: 200 }), { as: scene.manager })
    const again = { appointmentId: id, spendId, minutes: 50, reference: reference() }
    await Promise.all(Array.from({ length: 5 }, () => roles.ask(RefundTime, again, { as: scene.manager })))
    expect(await balance(id)).toMatchObject({ spent: 150 })
    const used = { status: 409, type: '/problems/posting-reference-used' }
    expect(await roles.refusal(RefundTime, { ...again, minutes: 51 }, { as: scene.manager })).toMatchObject(used)
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () => roles.ask(RefundTime, { ...again, reference: reference() }, { as: scene.manager })),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(await balance(id)).toMatchObject({ spent: 0 })
    expect(await roles.refusal(RefundTime, { ...again, minutes: 1, reference: reference() }, { as: scene.manager })).toMatchObject({
      status: 409,
      type: '/problems/more-than-was-spent',
      asked: 1,
      left: 0,
    })
  })

  test('is of a spend of this very appointment', async () => {
    const { id } = await innovator()
    const spent = await roles.ask(SpendTime, spend(id), { as: scene.manager })
    const back = await roles.ask(
      RefundTime,
      { appointmentId: id, spendId: spent.id, minutes: 20, reference: reference() },
      { as: scene.manager },
    )
    const refused = (said: object) =>
      roles.refusal(RefundTime, { appointmentId: id, spendId: spent.id, reference: reference(), ...said }, { as: scene.manager })
    expect(await refused({ spendId: newId() })).toMatchObject({ status: 404, type: '/problems/no-such-posting' })
    expect(await refused({ appointmentId: appointment.id })).toMatchObject({ status: 404, type: '/problems/no-such-posting' })
    expect(await refused({ spendId: back.id })).toMatchObject({ status: 422, type: '/problems/not-a-spend' })
    expect(await refused({ appointmentId: newId() })).toMatchObject({ status: 404, type: '/problems/no-such-appointment' })
  })
})

test('a statement lists what was posted, in order, page by page; a cursor that is not ours is refused', async () => {
  const { id } = await innovator()
  const posted: string[] = []
  for (let minutes = 1; minutes <= 5; minutes++)
    posted.push(
      (await roles.ask(SpendTime, spend(id, { minutes, day: minutes === 5 ? '2027-09-02' : '2026-10-05' }), { as: scene.manager })).id,
    )
  const listed: string[] = []
  let after: string | undefined
  do {
    const page = await roles.ask(ListTimePostings, { appointmentId: id, limit: 2, ...(after && { after }) }, { as: scene.manager })
    listed.push(...page.items.map((item) => item.id))
    after = page.next
  } while (after)
  expect(listed).toEqual(posted)
  const { items } = await roles.ask(ListTimePostings, { appointmentId: id, academicYear: '2027-28' }, { as: scene.manager })
  expect(items.map((item) => item.minutes)).toEqual([5])
  expect(await roles.refusal(ListTimePostings, { appointmentId: id, after: 'WyJ4Il0' }, { as: scene.manager })).toMatchObject({
    status: 400,
  })
})
