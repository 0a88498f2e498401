import { GetSharedProgramme, ListSharedProgrammes, NoSuchSharedProgramme } from '@nlc/contracts/scheduling'
import { handle, idCursor, pageFrom, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { seesNetwork } from '../standing.ts'
import { readProgrammes } from './shared-programme.ts'

export const getSharedProgramme = handle(GetSharedProgramme, async ({ programmeId }, { sql: db, caller, today, fail }) => {
  const [programme] = await readProgrammes(
    db,
    sql`where p.id = ${programmeId}::uuid and ${seesNetwork(caller, sql.ref('p.network_id'), today)}`,
  )
  return programme ?? fail(NoSuchSharedProgramme)
})

export const listSharedProgrammes = handle(ListSharedProgrammes, async (input, { sql: db, caller, today }) => {
  const { networkId, academicYear, updatedSince, after, limit = 50 } = input
  const until = await updatedUntil(db)
  // Neither its network nor its year ever changes: nothing leaves what was asked for.
  const asked: RawBuilder<unknown>[] = [
    sql`p.network_id in (select n.id from known_network n where ${seesNetwork(caller, sql.ref('n.id'), today)})`,
  ]
  if (networkId !== undefined) asked.push(sql`p.network_id = ${networkId}::uuid`)
  if (academicYear !== undefined) asked.push(sql`p.academic_year = ${academicYear}`)
  if (updatedSince !== undefined) asked.push(sql`p.updated_at >= ${updatedSince}::timestamptz`)
  const rows = await readProgrammes(
    db,
    sql`where p.id > ${idCursor(after)}::uuid and ${sql.join(asked, sql` and `)} order by p.id limit ${limit + 1}`,
  )
  return { ...pageFrom(rows, limit, ({ id }) => [id]), updatedUntil: until }
})
