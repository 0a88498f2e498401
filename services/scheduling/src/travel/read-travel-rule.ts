import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { TravelRule } from './travel.ts'

/** As the national body has set it. */
export async function readTravelRule(db: Sql): Promise<TravelRule & { readonly version: number }> {
  const { rows } = await sql<TravelRule & { version: number }>`
    select version, detour, km_per_hour as "kmPerHour", fixed_minutes as "fixedMinutes", step from travel_rule where id = 'national'`.execute(
    db,
  )
  return rows[0]!
}
