import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { Application } from './application.ts'

/** The application for changing it, where this holds for it. */
export async function lockApplication(em: EntityManager, db: Sql, id: string, holds: RawBuilder<boolean>): Promise<Application | null> {
  const { rows } = await sql<{ id: string }>`select a.id from application a where a.id = ${id} and ${holds}`.execute(db)
  return rows[0] ? em.findOne(Application, rows[0], { lockMode: LockMode.PESSIMISTIC_WRITE }) : null
}
