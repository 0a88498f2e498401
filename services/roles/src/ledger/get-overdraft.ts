import { GetOverdraft, NoSuchOverdraft } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { readOverdrafts, shownOverdraft } from './overdraft.ts'
import { seesAccountOf } from './sees-account.ts'

export const getOverdraft = handle(GetOverdraft, async ({ overdraftId }, { sql: db, caller, today, fail }) => {
  const [overdraft] = await readOverdrafts(db, sql`where o.id = ${overdraftId}::uuid and ${seesAccountOf(caller, today)}`)
  return shownOverdraft(overdraft ?? fail(NoSuchOverdraft))
})
