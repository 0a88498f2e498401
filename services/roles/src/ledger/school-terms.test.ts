/** By whose terms an appointment's time accrues, and what follows where they change. */
import type { DataOf } from '@nlc/contracts/define'
import { ChangeAppointment, GetTimeBalance, OverdraftRecorded, OverdraftSettled, ReleaseAppointment, SpendTime } from '@nlc/contracts/roles'
import { TermsCleared, TermsSet } from '@nlc/contracts/scheduling'
import { testService } from '@nlc/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { type Appointment, confirmed, givenScene, givenTeacher, type Scene } from '../../test/appointments-under-test.ts'
import { acting, givenEmployment, givenGroup, theNationalBody } from '../../test/known-under-test.ts'
import { roles as service } from '../service.ts'

const roles = testService(service)
const academicYear = '2026-27'
type Owner = DataOf<typeof TermsSet>['owner']
/** Of two whole weeks and no more. */
const short = [{ term: 'autumn' as const, firstDay: '2026-09-07', lastDay: '2026-09-18' }]

let scene: Scene
let personId: string
let appointment: Appointment
beforeAll(() => roles.clock.set('2026-10-12T10:00:00Z'))
/** 120 minutes a week. */
beforeEach(async () => {
  scene = await givenScene(roles)
  const teacher = await givenTeacher(roles, scene.urn)
  personId = teacher.personId
  scene = { ...scene, ...teacher }
  appointment = await confirmed(roles, scene, { explanation: 'Agreed last term.' })
})

const idOf = ({ kind, reference }: Owner) => `${kind}/${reference}/${academicYear}`
const set = (owner: Owner, terms: DataOf<typeof TermsSet>['terms'] = short) =>
  roles.given(TermsSet, { calendarId: idOf(owner), owner, academicYear, terms })
const clear = (owner: Owner) => roles.given(TermsCleared, { calendarId: idOf(owner), owner, academicYear })
const entitled = async () => {
  await roles.idle()
  const asked = { appointmentId: appointment.id, asAt: '2027-08-31' }
  return (await roles.ask(GetTimeBalance, asked, { as: await theNationalBody() })).accrued
}

test('until anything else was heard, it is the national default', async () => {
  expect(await entitled()).toBe((194 / 5) * 120)
})

test('the authority’s terms come before the default, the trust’s before those, the school’s own before all; cleared, what is above holds again', async () => {
  const whole = await entitled()
  const trustId = await givenGroup(roles, 'multi-academy-trust', [scene.urn])
  const authority = { kind: 'local-authority' as const, reference: '909' }
  const trust = { kind: 'trust' as const, reference: trustId }
  const school = { kind: 'school' as const, reference: scene.urn }
  await set(authority)
  expect(await entitled()).toBe(2 * 120)
  await set(trust, [{ ...short[0]!, lastDay: '2026-09-25' }])
  expect(await entitled()).toBe(3 * 120)
  await set(school, [{ ...short[0]!, lastDay: '2026-09-11' }])
  expect(await entitled()).toBe(120)
  await clear(school)
  expect(await entitled()).toBe(3 * 120)
  await clear(trust)
  await clear(authority)
  expect(await entitled()).toBe(whole)
})

test('who goes to another school within the year goes by that one’s terms from then on', async () => {
  await set({ kind: 'school', reference: scene.urn })
  const other = scene.schools[0]!
  await set({ kind: 'school', reference: other }, [{ term: 'autumn', firstDay: '2026-11-02', lastDay: '2026-12-18' }])
  await givenEmployment(roles, personId, { urns: [other] })
  const change = { appointmentId: appointment.id, urn: other, firstDay: '2026-11-09' }
  const release = { appointmentId: appointment.id, urn: other }
  await roles.ask(ReleaseAppointment, release, { as: await acting(scene.heads.get(other)!) })
  await roles.ask(ChangeAppointment, change, { as: scene.manager })
  await roles.idle()
  // Two weeks there in September; here from 9 November six, of the seven that the term has.
  expect(await entitled()).toBe(8 * 120)
})

test('where terms become shorter, what was spent can be overdrawn; where they are long again, it is settled', async () => {
  const school = { kind: 'school' as const, reference: scene.urn }
  const spend = { appointmentId: appointment.id, day: '2026-10-12', minutes: 300, takenFrom: 'teaching' as const, reference: 'a day' }
  await roles.ask(SpendTime, spend, { as: scene.manager })
  await set(school)
  await roles.idle()
  const ofIt = async (event: typeof OverdraftRecorded | typeof OverdraftSettled) =>
    (await roles.emitted(event)).filter(({ data }) => data.appointmentId === appointment.id)
  expect((await ofIt(OverdraftRecorded)).map(({ data }) => (data as { minutes: number }).minutes)).toEqual([60])
  await set(school, short)
  await clear(school)
  await roles.idle()
  expect(await ofIt(OverdraftSettled)).toHaveLength(1)
})
