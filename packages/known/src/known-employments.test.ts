/** What becomes of an employment, event by event. */
import {
  EmploymentChanged,
  EmploymentCorrected,
  EmploymentStarted,
  EmploymentVoided,
  PersonErased,
  PersonRegistered,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { bareService } from '../test/bare-service.ts'
import { employmentEnds, givenEmployment, givenGroup, givenPerson, givenSchools, schoolSucceeded } from '../test/known-under-test.ts'

const known = testService(bareService)

let personId: string
let employmentId: string
let urn: string
let other: string
beforeEach(async () => {
  ;[urn, other] = (await givenSchools(known, 2)) as [string, string]
  personId = await givenPerson(known)
  employmentId = await givenEmployment(known, personId, { urns: [urn], fte: 0.5 })
})

const places = async (of = personId) => {
  const { rows } = await sql<{ urn: string; firstDay: string; lastDay: string | null; fte: number; employer: string }>`
    select urn, first_day as "firstDay", last_day as "lastDay", fte, employer_reference as employer from known_employment_place
    where person_id = ${of} order by first_day, urn`.execute(known.sql)
  return rows
}
const conditions = () => ({
  employer: { kind: 'governing-body' as const, reference: urn },
  urns: [urn],
  workingDays: ['monday' as const],
  fte: 0.8,
  staffCategory: 'teacher' as const,
})
const change = (firstDay: string, said: object = {}) =>
  known.given(EmploymentChanged, { employmentId, personId, firstDay, ...conditions(), ...said })

test('an employment of a person of whom nothing was heard is kept, and is theirs when they are', async () => {
  const stranger = newId()
  await givenEmployment(known, stranger, { urns: [urn] })
  expect(await places(stranger)).toHaveLength(1)
  await known.given(PersonRegistered, { personId: stranger })
  expect(await places(stranger)).toHaveLength(1)
})

test('a change is a new period; what was to come after its last day is dropped, and what follows a period that keeps its last day stays', async () => {
  await change('2026-01-01')
  expect(await places()).toMatchObject([
    { firstDay: '2020-09-01', lastDay: '2025-12-31', fte: 0.5 },
    { firstDay: '2026-01-01', lastDay: null, fte: 0.8 },
  ])
  // Within the first period, until it would have ended anyway.
  await change('2025-01-01', { lastDay: '2025-12-31', fte: 0.6, urns: [urn, other] })
  expect(await places()).toMatchObject([
    { lastDay: '2024-12-31', fte: 0.5 },
    { firstDay: '2025-01-01', lastDay: '2025-12-31', urn },
    { firstDay: '2025-01-01', lastDay: '2025-12-31', urn: other },
    { firstDay: '2026-01-01', lastDay: null, fte: 0.8 },
  ])
  await change('2025-06-01', { lastDay: '2025-08-31' })
  expect((await places()).at(-1)).toMatchObject({ firstDay: '2025-06-01', lastDay: '2025-08-31' })
})

test('it ends on its last day; what is told wrongly is told anew; what never was is nowhere', async () => {
  await employmentEnds(known, personId, employmentId, '2026-08-31', [urn])
  expect(await places()).toMatchObject([{ firstDay: '2020-09-01', lastDay: '2026-08-31' }])
  await known.given(EmploymentCorrected, { employmentId, personId, periods: [{ firstDay: '2021-01-01', ...conditions() }] })
  expect(await places()).toMatchObject([{ firstDay: '2021-01-01', lastDay: null }])
  await known.given(EmploymentVoided, { employmentId, personId })
  expect(await places()).toEqual([])
})

test('with its school it goes to the successor’s trust; two jobs at both schools are one, and end as one', async () => {
  const groupId = await givenGroup(known, 'multi-academy-trust', [other])
  const trust = { kind: 'trust' as const, reference: groupId }
  const second = await givenEmployment(known, personId, { urns: [other], employer: trust, fte: 0.3, firstDay: '2021-09-01' })
  await schoolSucceeded(known, urn, other, '2026-09-01')
  // As membership has it: whoever takes in the other has been where either was.
  expect(await places()).toEqual([
    { urn, firstDay: '2020-09-01', lastDay: '2021-08-31', fte: 0.5, employer: urn },
    { urn, firstDay: '2021-09-01', lastDay: '2026-08-31', fte: 0.8, employer: urn },
    { urn: other, firstDay: '2021-09-01', lastDay: '2026-08-31', fte: 0.8, employer: urn },
    { urn: other, firstDay: '2026-09-01', lastDay: null, fte: 0.8, employer: groupId },
  ])
  const { rows } = await sql`select united_into from known_employment where id = ${second}`.execute(known.sql)
  expect(rows).toEqual([{ united_into: employmentId }])
  await employmentEnds(known, personId, employmentId, '2026-12-31', [other])
  expect((await places()).at(-1)).toMatchObject({ lastDay: '2026-12-31' })
})

test('who was erased is known to be', async () => {
  await known.given(PersonErased, { personId })
  const { rows } = await sql`select erased from known_person where id = ${personId}`.execute(known.sql)
  expect(rows).toEqual([{ erased: true }])
})

test('an employment that comes twice is one', async () => {
  const again = { employmentId: newId(), personId, firstDay: '2026-01-01', ...conditions() }
  await known.given(EmploymentStarted, again)
  await known.given(EmploymentStarted, again, { version: 1 })
  expect((await places()).filter(({ firstDay }) => firstDay === '2026-01-01')).toHaveLength(1)
})
