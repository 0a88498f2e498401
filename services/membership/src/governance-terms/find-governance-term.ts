import type { EntityManager } from '@mikro-orm/postgresql'
import type { Caller, Sql } from '@nlc/runtime'
import { mayKeepBoard } from './board.ts'
import { GovernanceTerm } from './governance-term.ts'

/** A term that stands and is the caller's to keep. */
export async function findGovernanceTerm(
  em: EntityManager,
  db: Sql,
  caller: Caller,
  today: string,
  termId: string,
): Promise<GovernanceTerm | undefined> {
  const term = await em.findOne(GovernanceTerm, { id: termId, voided: false })
  return term && (await mayKeepBoard(db, caller, today, term.board)) ? term : undefined
}
