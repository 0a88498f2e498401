import { NetworkNotInState, NoSuchNetwork, NoSuchPerson } from '@nlc/contracts/membership'
import {
  EndSharedProgramme,
  NoSuchSharedProgramme,
  NotAnEarlierProgramme,
  NotOfNetwork,
  ReviseSharedProgramme,
  SchoolNotInNetwork,
  SharedProgrammeEnded,
  SharedProgrammeOver,
  SharedProgrammeRevised,
  SharedProgrammeStarted,
  StartSharedProgramme,
} from '@nlc/contracts/scheduling'
import { findNetwork, running } from '@nlc/known'
import { firstDayOfYear, lastDayOfYear } from '@nlc/known/academic-year'
import { type Fail, handle, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { isMemberThroughout } from '../host-offers/host-offer.ts'
import { belongsTo, holds, mayManageNetwork, resolvePerson } from '../standing.ts'
import { findProgrammeToPlan, readProgramme, readProgrammes, saidOf, writeSchools } from './shared-programme.ts'

export const startSharedProgramme = handle(
  StartSharedProgramme,
  async ({ networkId, urns, coordinatorIds, continues, ...terms }, context) => {
    const { sql: db, caller, now, today, emit, fail } = context
    const network = (await findNetwork(db, networkId)) ?? fail(NoSuchNetwork)
    if (!(await mayManageNetwork(db, caller, today, network.id))) fail(NoSuchNetwork)
    if (!running.includes(network.state)) fail(NetworkNotInState, { state: network.state, needed: [...running] })
    const { kind, title, academicYear } = terms
    const [before] = continues === undefined ? [] : await readProgrammes(db, sql`where p.id = ${continues}::uuid`)
    if (continues !== undefined && (before?.networkId !== network.id || before.academicYear >= academicYear)) fail(NotAnEarlierProgramme)
    const firstDay = firstDayOfYear(academicYear) > today ? firstDayOfYear(academicYear) : today
    await requireMembers(db, fail, network.id, urns, firstDay < lastDayOfYear(academicYear) ? firstDay : lastDayOfYear(academicYear))
    const coordinators = await requirePeople(db, fail, network.id, coordinatorIds, today)

    const id = newId()
    await sql`
    insert into shared_programme (id, network_id, kind, title, academic_year, continues, coordinators, started_at)
    values (${id}, ${network.id}, ${kind}, ${title}, ${academicYear}, ${before?.id ?? null}::uuid, ${coordinators}::uuid[],
      ${now.toISOString()}::timestamptz)`.execute(db)
    // Who was in the one before has been so since then: what it hosted counts.
    await sql`
    insert into shared_programme_school (programme_id, urn, since)
    select ${id}::uuid, urn, since from shared_programme_school
    where programme_id = ${before?.id ?? null}::uuid and urn = any (${urns}::text[])`.execute(db)
    // A school that is new joins as the year begins: what is planned before it is of the round before.
    const begins = new Date(`${firstDayOfYear(academicYear)}T00:00:00Z`)
    await writeSchools(db, id, urns, begins > now ? begins : now)
    const programme = await readProgramme(db, id)
    emit(SharedProgrammeStarted, saidOf(programme))
    return programme
  },
)

export const reviseSharedProgramme = handle(ReviseSharedProgramme, async ({ programmeId, title, urns, coordinatorIds }, context) => {
  const { sql: db, now, today, emit, fail, checkVersion } = context
  const programme = (await findProgrammeToPlan(context, programmeId)) ?? fail(NoSuchSharedProgramme)
  checkVersion(programme)
  if (programme.state === 'ended') return fail(SharedProgrammeOver)
  const anew = urns.filter((urn) => !programme.urns.includes(urn))
  await requireMembers(db, fail, programme.networkId, anew, today)
  const coordinators = await requirePeople(db, fail, programme.networkId, coordinatorIds, today)
  await writeSchools(db, programme.id, urns, now)
  await sql`
    update shared_programme set version = version + 1, title = ${title}, coordinators = ${coordinators}::uuid[] where id = ${programme.id}::uuid`.execute(
    db,
  )
  const revised = await readProgramme(db, programme.id)
  emit(SharedProgrammeRevised, saidOf(revised))
  return revised
})

export const endSharedProgramme = handle(EndSharedProgramme, async ({ programmeId }, context) => {
  const { sql: db, emit, fail, checkVersion } = context
  const programme = (await findProgrammeToPlan(context, programmeId)) ?? fail(NoSuchSharedProgramme)
  checkVersion(programme)
  if (programme.state === 'ended') return programme
  await sql`update shared_programme set version = version + 1, ended = true where id = ${programme.id}::uuid`.execute(db)
  const ended = await readProgramme(db, programme.id)
  emit(SharedProgrammeEnded, saidOf(ended))
  return ended
})

async function requireMembers(
  db: Sql,
  fail: Fail<typeof SchoolNotInNetwork>,
  networkId: string,
  urns: readonly string[],
  day: string,
): Promise<void> {
  for (const urn of urns)
    if (!(await isMemberThroughout(db, urn, networkId, { firstDay: day, lastDay: day })))
      fail(SchoolNotInNetwork, { firstDay: day, lastDay: day, detail: `School ${urn} does not belong to the network on ${day}.` })
}

/** @returns their surviving ids. */
export async function requirePeople(
  db: Sql,
  fail: Fail<typeof NoSuchPerson | typeof NotOfNetwork>,
  networkId: string,
  named: readonly string[],
  day: string,
): Promise<string[]> {
  const people = new Set<string>()
  for (const one of named) {
    const personId = (await resolvePerson(db, one)) ?? fail(NoSuchPerson, { detail: `There is no person ${one}.` })
    if (!(await holds(db, belongsTo(networkId, personId, day))))
      fail(NotOfNetwork, { day, detail: `${one} has no place in the network on ${day}.` })
    people.add(personId)
  }
  return [...people]
}
