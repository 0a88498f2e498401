import { GetCentre, ListCentres, ListModerationRates, NoSuchCentre } from '@nlc/contracts/recognition'
import { firstDayOfYear } from '@nlc/known/academic-year'
import { handle, idCursor, isNationalBody, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson } from '../standing.ts'
import { findCentre, leads, readCentres } from './centre.ts'

export const getCentre = handle(
  GetCentre,
  async ({ centreId }, { sql: db, fail }) => (await findCentre(db, centreId)) ?? fail(NoSuchCentre),
)

export const listCentres = handle(ListCentres, async ({ state, after, limit = 50 }, { sql: db }) => {
  const ofState = state === undefined ? sql`` : sql`and (c.closed_at is null) = ${state === 'open'}`
  const rows = await readCentres(db, sql`where c.id > ${idCursor(after)}::uuid ${ofState} order by c.id limit ${limit + 1}`)
  return pageFrom(rows, limit, ({ id }) => [id])
})

export const listModerationRates = handle(ListModerationRates, async ({ centreId, academicYear }, { sql: db, caller, today, fail }) => {
  if (!(await findCentre(db, centreId))) fail(NoSuchCentre)
  if (!isNationalBody(caller) && !(await leads(db, await actingPerson(db, caller, today), centreId))) fail(NoSuchCentre)
  const { rows } = await sql<{ frameworkCode: string; firstDay: string; agreed: number; moderated: number; percent: number }>`
    select m.framework_code as "frameworkCode", m.first_day::text as "firstDay", m.agreed, m.moderated,
      (select f.moderated_percent from framework f where f.code = m.framework_code order by f.edition desc limit 1) as percent
    from moderation_count m where m.centre_id = ${centreId}::uuid and m.first_day = ${firstDayOfYear(academicYear)}::date
    order by m.framework_code`.execute(db)
  return { items: rows }
})
