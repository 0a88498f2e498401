/** What an appointment that is confirmed means for vacancies and interest: called where appointments are, tried here by itself. */
import { appointedEvents, roles as contract } from '@nlc/contracts/roles'
import * as known from '@nlc/known'
import { type Database, newId, openDatabase, systemClock, unitOfWork } from '@nlc/runtime'
import { type TestDatabase, testDatabase } from '@nlc/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Interest } from './interest.ts'
import { type Appointed, noteAppointed } from './note-appointed.ts'
import { Vacancy } from './vacancy.ts'

let place: TestDatabase
let database: Database
beforeAll(async () => {
  place = await testDatabase({ contract, migrations: [known.migrations, new URL('../../migrations/', import.meta.url)] })
  database = await openDatabase(place.url, [Vacancy, Interest], 8)
})
afterAll(async () => {
  await database?.close()
  await place?.drop()
})

let networkId: string
beforeEach(() => {
  networkId = newId()
})

const appointed = (more: Partial<Appointed> = {}): Appointed => ({
  ...{ appointmentId: newId(), personId: newId(), networkId, roleCode: 'coach', share: 1 },
  ...more,
})
const note = (one: Appointed) =>
  unitOfWork(database, systemClock, { cause: undefined, emits: appointedEvents }, (change) => noteAppointed(change, one))

async function vacancy({ holders = 1, roleCode = 'coach', subject = null as string | null } = {}): Promise<string> {
  const id = newId()
  await sql`
    insert into vacancy (id, network_id, role_code, subject, holders, opened_at)
    values (${id}, ${networkId}, ${roleCode}, ${subject}, ${holders}, now())`.execute(database.sql)
  await sql`insert into aggregate_head (aggregate, aggregate_id, version) values ('vacancy', ${id}, 1)`.execute(database.sql)
  return id
}

async function interest(personId: string, { vacancyId = null as string | null, roleCodes = [] as string[], state = 'expressed' } = {}) {
  const id = newId()
  await sql`insert into known_person (id) values (${personId}) on conflict do nothing`.execute(database.sql)
  await sql`
    insert into role_interest (id, network_id, person_id, vacancy_id, role_codes, state, nominated, noted_at)
    values (${id}, ${networkId}, ${personId}, ${vacancyId}, ${roleCodes}::text[], ${state}, ${state === 'nominated'}, now())`.execute(
    database.sql,
  )
  return id
}

const read = async (table: 'vacancy' | 'role_interest', id: string) =>
  (await sql<Record<string, unknown>>`select * from ${sql.table(table)} where id = ${id}`.execute(database.sql)).rows[0]!
const said = async (aggregateId: string) =>
  (
    await sql<{ name: string; version: number; data: object }>`
    select name, version, data from event where aggregate_id = ${aggregateId} order by version`.execute(database.sql)
  ).rows

test('who is appointed fills the vacancy, job shares as fractions, each once', async () => {
  const id = await vacancy({ holders: 0.8 })
  const one = appointed({ share: 0.7 })
  await note(one)
  await note(one)
  expect(await read('vacancy', id)).toMatchObject({ state: 'open', filled: 0.7, version: 2 })
  // As binary fractions these are less than 0.8.
  await note(appointed({ share: 0.1 }))
  expect(await read('vacancy', id)).toMatchObject({ state: 'filled', filled: 0.8, version: 3, closed_at: expect.anything() })
  expect(await said(id)).toMatchObject([
    { version: 2, data: { appointmentId: one.appointmentId, filled: 0.7, holders: 0.8 } },
    { version: 3, data: { filled: 0.8 } },
  ])
})

test('several at once are all counted', async () => {
  const id = await vacancy({ holders: 5 })
  await Promise.all(Array.from({ length: 5 }, () => note(appointed())))
  expect(await read('vacancy', id)).toMatchObject({ state: 'filled', filled: 5, version: 6 })
})

test('one that was counted fills no vacancy that is opened later', async () => {
  await vacancy()
  const one = appointed()
  await note(one)
  const later = await vacancy()
  await note(one)
  expect(await read('vacancy', later)).toMatchObject({ state: 'open', filled: 0 })
})

test('another role, subject or network is none of it', async () => {
  const id = await vacancy({ roleCode: 'subject-coordinator', subject: 'Mathematics' })
  const other = { roleCode: 'subject-coordinator', subject: 'History' }
  for (const one of [appointed(), appointed(other), appointed({ ...other, subject: 'Mathematics', networkId: newId() })]) await note(one)
  expect(await read('vacancy', id)).toMatchObject({ state: 'open', filled: 0, version: 1 })
  await note(appointed({ ...other, subject: 'mathematics' }))
  expect(await read('vacancy', id)).toMatchObject({ state: 'filled' })
})

test('what the person had shown interest in is taken up: in the vacancy, in the role, or in whatever is needed', async () => {
  const vacancyId = await vacancy({ holders: 2 })
  const one = appointed()
  const { personId, appointmentId } = one
  const taken = [await interest(personId, { vacancyId, roleCodes: ['coach'], state: 'nominated' }), await interest(personId)]
  const theirs = await interest(newId(), { vacancyId, roleCodes: ['coach'] })
  await note(one)
  for (const id of taken) {
    expect(await read('role_interest', id)).toMatchObject({ state: 'taken-up', appointment_id: appointmentId })
    expect(await said(id)).toMatchObject([{ name: 'roles.interest-taken-up', data: { personId, appointmentId } }])
  }
  expect(await read('role_interest', theirs)).toMatchObject({ state: 'expressed' })
})

test('interest in other roles stays', async () => {
  const one = appointed()
  const other = await interest(one.personId, { roleCodes: ['facilitator'] })
  const elsewhere = await interest(one.personId, { vacancyId: await vacancy({ roleCode: 'facilitator' }), roleCodes: ['facilitator'] })
  await note(one)
  for (const id of [other, elsewhere]) expect(await read('role_interest', id)).toMatchObject({ state: 'expressed' })
})
