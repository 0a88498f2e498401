import type { InputOf } from '@nlc/contracts/define'
import { NoSuchPartnerOrganisation, NoSuchPerson, NoSuchSchool } from '@nlc/contracts/membership'
import {
  CentreChanged,
  CentreClosed,
  CentreIsClosed,
  CentreOpened,
  ChangeCentre,
  CloseCentre,
  NoSuchCentre,
  OpenCentre,
} from '@nlc/contracts/recognition'
import { type Fail, handle, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { resolvePerson } from '../standing.ts'
import { type Centre, findCentre } from './centre.ts'

type Terms = InputOf<typeof OpenCentre>
type Unknown = typeof NoSuchSchool | typeof NoSuchPartnerOrganisation | typeof NoSuchPerson

export const openCentre = handle(OpenCentre, async (terms, { sql: db, now, emit, fail }) => {
  const leaders = await check(db, terms, fail)
  const id = newId()
  await sql`
    insert into centre (id, name, urn, organisation_id, opened_at)
    values (${id}, ${terms.name}, ${terms.urn ?? null}, ${terms.organisationId ?? null}::uuid, ${now.toISOString()}::timestamptz)`.execute(
    db,
  )
  await setLeaders(db, id, leaders)
  const centre = (await findCentre(db, id))!
  emit(CentreOpened, saidOf(centre))
  return centre
})

export const changeCentre = handle(ChangeCentre, async ({ centreId, ...terms }, { sql: db, emit, fail, checkVersion }) => {
  const centre = (await findToKeep(db, centreId)) ?? fail(NoSuchCentre)
  checkVersion(centre)
  if (centre.state === 'closed') fail(CentreIsClosed)
  const leaders = await check(db, terms, fail)
  await sql`
    update centre set version = version + 1, name = ${terms.name}, urn = ${terms.urn ?? null}, organisation_id = ${terms.organisationId ?? null}::uuid
    where id = ${centreId}::uuid`.execute(db)
  await setLeaders(db, centreId, leaders)
  const changed = (await findCentre(db, centreId))!
  emit(CentreChanged, saidOf(changed))
  return changed
})

export const closeCentre = handle(CloseCentre, async ({ centreId }, { sql: db, now, emit, fail, checkVersion }) => {
  const centre = (await findToKeep(db, centreId)) ?? fail(NoSuchCentre)
  if (centre.state === 'closed') return centre
  checkVersion(centre)
  await sql`
    update centre set version = version + 1, closed_at = ${now.toISOString()}::timestamptz where id = ${centreId}::uuid`.execute(db)
  emit(CentreClosed, { centreId })
  return (await findCentre(db, centreId))!
})

async function findToKeep(db: Sql, centreId: string): Promise<Centre | undefined> {
  await sql`select from centre where id = ${centreId}::uuid for update`.execute(db)
  return findCentre(db, centreId)
}

/** @returns who lead it, by their surviving records. */
async function check(db: Sql, { urn, organisationId, leaderIds }: Terms, fail: Fail<Unknown>): Promise<string[]> {
  const { rows } = await sql<{ school: boolean; organisation: boolean }>`
    select exists (select from known_school where urn = ${urn ?? null}) as school,
      exists (select from known_partner_organisation where id = ${organisationId ?? null}::uuid) as organisation`.execute(db)
  if (urn !== undefined && !rows[0]!.school) fail(NoSuchSchool)
  if (organisationId !== undefined && !rows[0]!.organisation) fail(NoSuchPartnerOrganisation)
  const leaders = new Set<string>()
  for (const leaderId of leaderIds) leaders.add((await resolvePerson(db, leaderId)) ?? fail(NoSuchPerson))
  return [...leaders]
}

async function setLeaders(db: Sql, centreId: string, leaders: readonly string[]): Promise<void> {
  await sql`delete from centre_leader where centre_id = ${centreId}::uuid`.execute(db)
  await sql`
    insert into centre_leader (centre_id, person_id) select ${centreId}::uuid, unnest(${[...leaders]}::uuid[])`.execute(db)
}

export const saidOf = ({ id: centreId, urn, organisationId, leaderIds }: Centre) => ({
  centreId,
  leaderIds,
  ...(urn !== undefined && { urn }),
  ...(organisationId !== undefined && { organisationId }),
})
