import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { holds, mayManageNetwork, seesNetwork } from '../standing.ts'
import { Vacancy } from './vacancy.ts'

/** Held until the end of the transaction. */
const lockVacancy = (em: EntityManager, id: string) => em.findOne(Vacancy, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })

/** One of a network whose roles the caller manages. */
export async function findVacancyToManage(
  em: EntityManager,
  db: Sql,
  caller: Caller,
  today: string,
  vacancyId: string,
): Promise<Vacancy | undefined> {
  const vacancy = await lockVacancy(em, vacancyId)
  return vacancy && (await mayManageNetwork(db, caller, today, vacancy.networkId)) ? vacancy : undefined
}

/** One of a network in the caller's view. Whoever answers it waits for who fills or closes it. */
export async function findVacancyInView(
  em: EntityManager,
  db: Sql,
  caller: Caller,
  today: string,
  vacancyId: string,
): Promise<Vacancy | undefined> {
  const vacancy = await lockVacancy(em, vacancyId)
  if (!vacancy) return undefined
  return isNationalBody(caller) || (await holds(db, seesNetwork(caller, vacancy.networkId, today))) ? vacancy : undefined
}
