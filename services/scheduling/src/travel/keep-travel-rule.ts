import { GetTravelRule, SetTravelRule, TravelRuleSet } from '@nlc/contracts/scheduling'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { readTravelRule } from './read-travel-rule.ts'

export const setTravelRule = handle(SetTravelRule, async ({ detour, kmPerHour, fixedMinutes, step }, { sql: db, emit, checkVersion }) => {
  await sql`select from travel_rule where id = 'national' for update`.execute(db)
  checkVersion(await readTravelRule(db))
  await sql`
    update travel_rule set version = version + 1, detour = ${detour}, km_per_hour = ${kmPerHour}, fixed_minutes = ${fixedMinutes}, step = ${step}
    where id = 'national'`.execute(db)
  emit(TravelRuleSet, { ruleId: 'national', detour, kmPerHour, fixedMinutes, step })
  return readTravelRule(db)
})

export const getTravelRule = handle(GetTravelRule, async (_, { sql: db }) => readTravelRule(db))
