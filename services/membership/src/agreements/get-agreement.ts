import { GetAgreement, NoSuchAgreement } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { maySee } from './agreement-standing.ts'
import { readAgreements } from './read-agreement.ts'

export const getAgreement = handle(GetAgreement, async ({ agreementId }, { sql: db, caller, today, fail }) => {
  const [agreement] = await readAgreements(db, sql`where a.id = ${agreementId} and ${await maySee(db, caller, today)}`)
  return agreement ?? fail(NoSuchAgreement)
})
