import { GetVacancy, NoSuchVacancy } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { seesNetwork } from '../standing.ts'
import { readVacancies } from './read-vacancies.ts'

export const getVacancy = handle(GetVacancy, async ({ vacancyId }, { sql: db, caller, today, fail }) => {
  const [found] = await readVacancies(db, sql`where v.id = ${vacancyId} and ${seesNetwork(caller, sql.ref('v.network_id'), today)}`)
  return found ?? fail(NoSuchVacancy)
})
