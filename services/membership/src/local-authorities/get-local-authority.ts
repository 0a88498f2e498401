import { GetLocalAuthority, NoSuchLocalAuthority } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { readLocalAuthorities } from './read-local-authorities.ts'

export const getLocalAuthority = handle(GetLocalAuthority, async ({ code }, { sql: db, fail }) => {
  const [found] = await readLocalAuthorities(db, sql`where l.code = ${code}`)
  return found ?? fail(NoSuchLocalAuthority)
})
