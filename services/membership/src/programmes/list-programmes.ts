import { ListProgrammes } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'

export const listProgrammes = handle(ListProgrammes, async (_, { sql: db }) => {
  const { rows } = await sql<{ code: string; name: string; minimumSchools: number; agreementMonths: number; version: number }>`
    select code, name, minimum_schools as "minimumSchools", agreement_months as "agreementMonths", version from programme order by code`.execute(
    db,
  )
  return { items: rows }
})
