import type { SharedProgramme as Shown } from '@nlc/contracts/scheduling'
import { type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import { type Asked, coordinates, mayManageNetwork } from '../standing.ts'

export type SharedProgramme = Omit<Static<typeof Shown>, 'startedAt'> & { readonly startedAt: Date }

/** `p` is the programme. */
export async function readProgrammes(db: Sql, rest: RawBuilder<unknown>): Promise<SharedProgramme[]> {
  const { rows } = await sql<WithoutNulls<SharedProgramme>>`
    select p.id, p.version, p.network_id as "networkId", p.kind, p.title, p.academic_year as "academicYear", p.continues,
      array(select s.urn from shared_programme_school s where s.programme_id = p.id order by s.since, s.urn) as urns,
      array(select now_called(c) from unnest(p.coordinators) c) as "coordinatorIds",
      case when p.ended then 'ended' else 'running' end as state, p.started_at as "startedAt"
    from shared_programme p ${rest}`.execute(db)
  return rows.map(withoutNulls) as SharedProgramme[]
}

export const readProgramme = async (db: Sql, id: string): Promise<SharedProgramme> =>
  (await readProgrammes(db, sql`where p.id = ${id}::uuid`))[0]!

/** What its events say of it. */
export const saidOf = (programme: SharedProgramme) => ({ programmeId: programme.id, programme })

/** Of its network's co-leaders, its co-ordinators and the national body. */
export const plans = async ({ sql: db, caller, today }: Asked, { id, networkId }: SharedProgramme): Promise<boolean> =>
  (await mayManageNetwork(db, caller, today, networkId)) || (await coordinates(db, caller, today, id))

/** One that the caller plans, held until the end of the transaction. */
export async function findProgrammeToPlan(asked: Asked, programmeId: string): Promise<SharedProgramme | undefined> {
  const [programme] = await readProgrammes(asked.sql, sql`where p.id = ${programmeId}::uuid for update`)
  return programme && (await plans(asked, programme)) ? programme : undefined
}

/** Who is not in it yet enters the next round from now on; who is stays since when they are. */
export async function writeSchools(db: Sql, programmeId: string, urns: readonly string[], since: Date): Promise<void> {
  await sql`delete from shared_programme_school where programme_id = ${programmeId}::uuid and urn <> all (${[...urns]}::text[])`.execute(db)
  await sql`
    insert into shared_programme_school (programme_id, urn, since)
    select ${programmeId}::uuid, urn, ${since.toISOString()}::timestamptz from unnest(${[...urns]}::text[]) urn on conflict do nothing`.execute(
    db,
  )
}
