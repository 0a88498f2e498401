import { GetInterest, NoSuchInterest } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { readInterests, seesInterest } from './read-interests.ts'

export const getInterest = handle(GetInterest, async ({ interestId }, { sql: db, caller, today, fail }) => {
  const [found] = await readInterests(db, sql`where i.id = ${interestId} and ${seesInterest(caller, today)}`)
  return found ?? fail(NoSuchInterest)
})
