import { GetSharing, NoSuchSharingAgreement } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { readSharing } from './read-sharing.ts'
import { maySee } from './sharing-standing.ts'

export const getSharing = handle(GetSharing, async ({ agreementId }, { sql: db, caller, today, fail }) => {
  const [agreement] = await readSharing(db, sql`where a.id = ${agreementId} and ${await maySee(db, caller, today)}`)
  return agreement ?? fail(NoSuchSharingAgreement)
})
