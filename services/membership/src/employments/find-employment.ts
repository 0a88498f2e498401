import type { EntityManager } from '@mikro-orm/postgresql'
import type { Caller, Sql } from '@nlc/runtime'
import { holds, isNotLeftOut } from '../standing.ts'
import { mayKeepEmployment } from './authority.ts'
import { Employment } from './employment.ts'

/** An employment that stands and is the caller's to keep. */
export async function findEmployment(
  em: EntityManager,
  db: Sql,
  caller: Caller,
  today: string,
  employmentId: string,
): Promise<Employment | undefined> {
  const employment = await em.findOne(Employment, { id: employmentId, voided: false }, { populate: ['rows'] })
  if (!employment || !(await holds(db, isNotLeftOut(caller, employment.personId)))) return undefined
  return (await mayKeepEmployment(db, caller, today, employment)) ? employment : undefined
}
