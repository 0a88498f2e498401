/** What the platform itself knows of what somebody did is offered as evidence: the record is a by-product of doing it. */

import type { DataOf } from '@nlc/contracts/define'
import { AddEvidence, GetMatrix, ListSuggestions } from '@nlc/contracts/recognition'
import { ActivityProposed, AttendanceRecorded, SharedProgrammeStarted } from '@nlc/contracts/scheduling'
import { newId } from '@nlc/runtime'
import { beforeEach, expect, test } from 'vitest'
import { givenRole } from '../../test/judging-under-test.ts'
import {
  acting,
  enrolled,
  givenFramework,
  givenPerson,
  givenSchools,
  personMerged,
  recognitionUnderTest,
} from '../../test/recognition-under-test.ts'

const recognition = recognitionUnderTest()
let urn: string
let teacher: string
let as: string
let portfolioId: string
beforeEach(async () => {
  const code = await givenFramework(recognition)
  urn = (await givenSchools(recognition, 1))[0]!
  teacher = await givenPerson(recognition, { urns: [urn] })
  as = await acting(teacher)
  portfolioId = (await enrolled(recognition, code, teacher)).id
})

type Booking = DataOf<typeof AttendanceRecorded>['booking']
async function givenAttendance(more: Partial<Booking> = {}, version = 1): Promise<string> {
  const id = more.id ?? newId()
  const booking: Booking = {
    ...{ id, version, activityId: newId(), networkId: newId(), kind: 'visit', urn, personId: teacher, state: 'attended' },
    ...{ startsAt: '2026-11-17T09:00:00.000Z', endsAt: '2026-11-17T12:00:00.000Z', takenFrom: 'teaching', minutes: 180 },
    ...{ coverNeeded: false, escorted: false, bookedAt: '2026-10-01T09:00:00.000Z' },
    ...more,
  }
  await recognition.given(AttendanceRecorded, { bookingId: id, booking }, { version })
  return id
}
const suggestions = async (by = as) => (await recognition.ask(ListSuggestions, { portfolioId }, { as: by })).items
const add = async (reference: { of: 'visit' | 'role' | 'programme'; id: string }) =>
  recognition.ask(AddEvidence, { portfolioId, kind: 'reference', title: 'It', dimensions: ['peer-support'], reference }, { as })

test('a visit attended, a role held and a programme followed are offered, each once, and only their own', async () => {
  const visit = await givenAttendance()
  await givenAttendance({ state: 'absent' })
  await givenAttendance({ startsAt: '2024-01-10T09:00:00.000Z', endsAt: '2024-01-10T10:00:00.000Z' })
  await givenAttendance({ personId: await givenPerson(recognition) })
  const role = await givenRole(recognition, teacher, 'ict-innovator')
  const [activityId, programmeId] = [newId(), newId()]
  await recognition.given(SharedProgrammeStarted, { programmeId, programme: programme(programmeId) } as never)
  await recognition.given(ActivityProposed, { activityId, activity: session(activityId, programmeId) } as never)
  await givenAttendance({ kind: 'session', activityId })

  expect((await suggestions()).map(({ reference, title }) => [reference.of, reference.id, title])).toEqual(
    expect.arrayContaining([
      ['visit', visit, `Visit, School ${urn}`],
      ['programme', programmeId, 'New teachers together'],
      ['role', role, 'ict-innovator'],
    ]),
  )
  expect(await suggestions()).toHaveLength(3)
  await add({ of: 'visit', id: visit })
  await add({ of: 'programme', id: programmeId })
  expect((await suggestions()).map(({ reference }) => reference.of)).toEqual(['role'])
  const { dimensions } = await recognition.ask(GetMatrix, { portfolioId }, { as })
  expect(dimensions.find(({ code }) => code === 'peer-support')!.evidence).toHaveLength(2)
})

test('what is not theirs, did not happen, or is there already, is no evidence', async () => {
  const refused = async (of: 'visit' | 'role', id: string) =>
    (
      await recognition.refusal(
        AddEvidence,
        { portfolioId, kind: 'reference', title: 'It', dimensions: ['planning'], reference: { of, id } },
        { as },
      )
    ).type.replace('/problems/', '')
  expect(await refused('visit', newId())).toBe('no-such-reference')
  expect(await refused('visit', await givenAttendance({ personId: await givenPerson(recognition) }))).toBe('no-such-reference')
  expect(await refused('visit', await givenAttendance({ state: 'absent' }))).toBe('no-such-reference')
  const visit = await givenAttendance()
  expect(await refused('role', visit)).toBe('no-such-reference')
  await add({ of: 'visit', id: visit })
  expect(await refused('visit', visit)).toBe('no-such-reference')
})

test('it follows the person into another record; recorded otherwise later, it is no suggestion any more', async () => {
  const visit = await givenAttendance()
  const kept = await givenPerson(recognition, { urns: [urn] })
  await personMerged(recognition, teacher, kept)
  expect((await suggestions(await acting(kept))).map(({ reference }) => reference.id)).toEqual([visit])
  await givenAttendance({ id: visit, personId: kept, state: 'absent' }, 2)
  expect(await suggestions(await acting(kept))).toEqual([])
})

const programme = (id: string) => ({
  ...{
    id,
    version: 1,
    networkId: newId(),
    kind: 'induction',
    academicYear: '2026-27',
    title: 'New teachers together',
    urns: [urn, '999999'],
    coordinatorIds: [],
  },
  ...{ state: 'running', startedAt: '2026-09-01T09:00:00.000Z' },
})
const session = (id: string, programmeId: string) => ({
  ...{ id, version: 1, networkId: newId(), kind: 'session', programmeId, place: { kind: 'school', urn }, state: 'proposed', capacity: 30 },
  ...{ startsAt: '2026-11-17T09:00:00.000Z', endsAt: '2026-11-17T12:00:00.000Z', minutes: 180, needsPupils: false, timesRescheduled: 0 },
  ...{ inTurn: true, proposedAt: '2026-09-01T09:00:00.000Z' },
})
